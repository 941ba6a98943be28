# Everything outside the project, all from Debian's packages (docs/install.md).
#
# Starting fast: most of the time of a short command goes into mapping and relocating shared libraries, so what
# Debian also ships as an archive is linked from the archive. SQLite stays shared: its security updates should
# reach a program that is already built.
set(Boost_USE_STATIC_LIBS ON)

find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json)
find_package(PkgConfig REQUIRED)
find_package(SQLiteCpp REQUIRED)
find_package(fmt REQUIRED)
find_package(date REQUIRED)  # its headers: the calendar. Time zones are Abseil's (core/time/zone.cpp)
find_package(cereal REQUIRED)
find_package(CLI11 REQUIRED)
find_path(curl_headers curl/curl.h REQUIRED)  # its headers alone: core/io/http_client.cpp loads libcurl when it is used

# archives(absl absl_time): an interface library of what pkg-config names for the module, as archives where there
# are some.
function(archives name module)
  pkg_check_modules(${name} REQUIRED ${module})
  set(files)
  foreach(library IN LISTS ${name}_LIBRARIES)
    find_library(archive_of_${library} NAMES lib${library}.a)
    if(archive_of_${library})
      list(APPEND files ${archive_of_${library}})
    else()
      list(APPEND files ${library})
    endif()
  endforeach()
  add_library(${name} INTERFACE)
  target_link_libraries(${name} INTERFACE ${files})
endfunction()
archives(absl absl_time)
archives(md libmd)

# fmt's headers alone; core/text/fmt_library.cpp compiles the rest, as far as it knows the version.
add_library(fmt_of_ours INTERFACE)
if(fmt_VERSION VERSION_LESS 11)
  target_include_directories(fmt_of_ours SYSTEM INTERFACE $<TARGET_PROPERTY:fmt::fmt,INTERFACE_INCLUDE_DIRECTORIES>)
else()
  target_link_libraries(fmt_of_ours INTERFACE fmt::fmt)
endif()

add_link_options(-Wl,--as-needed)
if(NOT BGBINGO_SANITIZE)
  add_link_options(-static-libstdc++ -static-libgcc -Wl,--gc-sections)
endif()
