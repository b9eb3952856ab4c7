# The toolchain for linux/arm64 on another machine: the distribution's cross compiler, and its libraries for arm64 in a folder
# of their own, which tools/build_sysroot.sh makes.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)

list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES INCIDENT_SYSROOT)
set(CMAKE_SYSROOT ${INCIDENT_SYSROOT})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(ENV{PKG_CONFIG_SYSROOT_DIR} ${INCIDENT_SYSROOT})
set(ENV{PKG_CONFIG_LIBDIR} ${INCIDENT_SYSROOT}/usr/lib/aarch64-linux-gnu/pkgconfig)
