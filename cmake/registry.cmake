# A room's registry is made from its folders: each meters/<name>/<file>.cpp defines `const <type> <name>::<object>`, and
# `<room>::<list>()`, declared in <header>, gives them all in the order of the folders' names. Adding a meter edits no
# list. A file that begins with "// unfinished" is built, and left out: what cannot do anything yet is offered to nobody
# and held to nothing (scripts/new-driver makes such ones).
#   registry(device LIST drivers FROM driver OBJECT driver TYPE Driver HEADER device/registry.hpp)
function(registry room)
  cmake_parse_arguments(REGISTRY "" "LIST;FROM;OBJECT;TYPE;HEADER" "" ${ARGN})
  file(GLOB files CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}/meters
       ${CMAKE_CURRENT_SOURCE_DIR}/meters/*/${REGISTRY_FROM}.cpp)
  set(declarations "")
  set(names "")
  foreach(file ${files})
    file(STRINGS ${CMAKE_CURRENT_SOURCE_DIR}/meters/${file} unfinished LIMIT_COUNT 1 REGEX "^// unfinished")
    if(unfinished)
      message(STATUS "Left out of the registry, unfinished: ${room}/meters/${file}")
      set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/meters/${file})
      continue()
    endif()
    get_filename_component(folder ${file} DIRECTORY)
    string(APPEND declarations
           "namespace ${room}::${folder} { extern const ${REGISTRY_TYPE} ${REGISTRY_OBJECT}; }\n")
    string(APPEND names "      &${folder}::${REGISTRY_OBJECT},\n")
  endforeach()
  configure_file(${CMAKE_SOURCE_DIR}/cmake/registry.cpp.in registry_of_${room}.cpp @ONLY)
  target_sources(${room} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/registry_of_${room}.cpp)
endfunction()
