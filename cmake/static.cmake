# The release's way to link: everything into one static, position-independent, hardened file.
#
# The distribution installs static archives beside its shared libraries, but its CMake packages only name the shared ones.

# Points the imported targets of this folder to the archives.
function(use_archives)
  get_property(targets DIRECTORY PROPERTY IMPORTED_TARGETS)
  foreach(target IN LISTS targets)
    get_target_property(configurations ${target} IMPORTED_CONFIGURATIONS)
    if(NOT configurations)
      set(configurations "")
    endif()
    foreach(property IN LISTS configurations ITEMS IMPORTED_LOCATION)
      if(NOT property STREQUAL "IMPORTED_LOCATION")
        set(property IMPORTED_LOCATION_${property})
      endif()
      get_target_property(library ${target} ${property})
      string(REGEX REPLACE "\\.so[.0-9]*$" ".a" archive "${library}")
      if(EXISTS "${archive}")
        set_target_properties(${target} PROPERTIES ${property} "${archive}")
      endif()
    endforeach()
  endforeach()
endfunction()

use_archives()

add_library(CURL::libcurl STATIC IMPORTED)
set_target_properties(CURL::libcurl PROPERTIES
  IMPORTED_LOCATION "${INCIDENT_CURL}/lib/libcurl.a"
  INTERFACE_INCLUDE_DIRECTORIES "${INCIDENT_CURL}/include"
  INTERFACE_COMPILE_DEFINITIONS CURL_STATICLIB
  INTERFACE_LINK_LIBRARIES "OpenSSL::SSL;OpenSSL::Crypto;cares")

# For all targets made after this. The debug symbols are kept until the release script moves them beside the file.
#
# Small rather than fast: each command of Terraform reads the whole file to compare its checksum, several times. The exception
# is what works on every value and every answer.
set(fast_folders value json)
if(CMAKE_SYSTEM_PROCESSOR STREQUAL "aarch64")
  # Its linker cannot pack relative relocations, which take 0.8 MB.
  set(fast_folders)
endif()
macro(harden)
  string(REPLACE "-O2" "-Os" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")
  set(CMAKE_POSITION_INDEPENDENT_CODE ON)
  if(CCACHE)
    # Where a user's cache takes the folder for unimportant, it answers with the debug information of another folder's build,
    # and the build id counts that.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR= CCACHE_HASHDIR=true ${CCACHE})
  endif()
  # GCC 12 takes the storage of an empty variant for a value that nobody has set.
  add_compile_options($<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-maybe-uninitialized>)
  add_compile_options(-g1 -fstack-protector-strong -D_FORTIFY_SOURCE=2 -ffunction-sections -fdata-sections
    -ffile-prefix-map=${PROJECT_SOURCE_DIR}=.)
  add_link_options(-static-pie -Wl,-z,relro,-z,now,-z,noexecstack,-z,pack-relative-relocs
    -Wl,--gc-sections,--build-id=sha1)
endmacro()
