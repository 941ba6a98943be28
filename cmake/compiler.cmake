# How every room is compiled.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++'s optimiser guesses these and is often wrong: `"text" + string` "overlaps" (GCC bug 105651), vector::insert
  # "overflows", coroutines free "mismatched" memory (g++ 12). The sanitizer build sees the real ones.
  add_compile_options(-Wno-restrict -Wno-stringop-overflow -Wno-mismatched-new-delete)
  if(CMAKE_UNITY_BUILD)
    # It takes a .cpp that is compiled together with others for a header, where types without linkage are wrong.
    add_compile_options(-Wno-subobject-linkage)
  endif()
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_UNITY_BUILD)
  # It takes what a neighbour declares for itself for something that a local name hides. scripts/tidy and the preset
  # debug compile each file by itself.
  add_compile_options(-Wno-shadow)
endif()
if(BGBINGO_WERROR AND NOT BGBINGO_SANITIZE)
  # Instrumented code leads the optimiser to warnings about what is not there; the release build is the judge.
  add_compile_options(-Werror)
endif()

if(BGBINGO_SANITIZE)
  add_compile_options(-fsanitize=${BGBINGO_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${BGBINGO_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC's manual: with sanitizers it has many false positives.
    add_compile_options(-Wno-maybe-uninitialized)
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # clang 14 cannot emit this check for coroutines ("difference across sections").
    add_compile_options(-fno-sanitize=function)
  endif()
endif()

if(BGBINGO_FUZZ)
  # libFuzzer steers by the branches that the rooms take; tests/fuzz links its main.
  add_compile_options(-fsanitize=fuzzer-no-link
                      -fsanitize-coverage-ignorelist=${CMAKE_SOURCE_DIR}/tests/fuzz/libraries.txt)
endif()
