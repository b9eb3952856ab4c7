"""Shows that tools/check_arrows can fail: planted violations are named, allowed dependencies are not."""

import importlib.machinery
import importlib.util
import pathlib
import unittest

PATH = pathlib.Path(__file__).with_name("check_arrows")
LOADER = importlib.machinery.SourceFileLoader("check_arrows", str(PATH))
SPEC = importlib.util.spec_from_loader("check_arrows", LOADER)
check_arrows = importlib.util.module_from_spec(SPEC)
LOADER.exec_module(check_arrows)

TABLE = check_arrows.read_table(
    "base|base||\n"
    "value|provider/value|base|json\n"
    "sdk|provider/sdk|value|\n"
    "http|resources/http|base|curl\n"
)


def check(source, *headers):
    return list(check_arrows.violations(TABLE, [(source, list(headers))]))


class CheckArrows(unittest.TestCase):
    def test_own_folder_and_linked_folders_are_allowed(self):
        self.assertEqual(check("provider/sdk/a.cc", "provider/sdk/a.h", "provider/value/v.h", "base/log.h"), [])

    def test_a_folder_without_an_arrow_is_named(self):
        self.assertEqual(
            check("provider/sdk/a.cc", "resources/http/client.h"),
            ["provider/sdk/a.cc depends on resources/http/client.h: there is no arrow from sdk to http"],
        )

    def test_a_library_that_only_a_linked_folder_uses_is_named(self):
        self.assertEqual(
            check("provider/sdk/a.cc", "/usr/include/nlohmann/json.hpp"),
            ["provider/sdk/a.cc depends on json (/usr/include/nlohmann/json.hpp), which sdk may not use"],
        )

    def test_a_library_of_the_own_folder_is_allowed(self):
        self.assertEqual(check("resources/http/t.cc", "/usr/include/x86_64-linux-gnu/curl/curl.h"), [])

    def test_tests_may_depend_on_anything(self):
        self.assertEqual(check("provider/sdk/a_test.cc", "resources/http/client.h"), [])

    def test_reads_what_ninja_prints(self):
        printed = "x.o: #deps 2, deps mtime 1 (VALID)\n    /p/base/a.cc\n    /p/base/a.h\n\ny.o: #deps 1, deps mtime 1 (VALID)\n    /p/base/b.cc\n"
        self.assertEqual(
            list(check_arrows.dependencies(printed, "/p", "/p/build/dev")),
            [("base/a.cc", ["base/a.h"]), ("base/b.cc", [])],
        )


if __name__ == "__main__":
    unittest.main()
