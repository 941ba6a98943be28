# A room is one static library of all .cpp files below its folder.
#   room(game USES core)
function(room name)
  cmake_parse_arguments(ROOM "" "" "USES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ROOM_USES})
  group_by_folder(${name})
endfunction()

# With CMAKE_UNITY_BUILD the files of a folder are compiled together, at most ten at once: most of a small file's time
# goes into headers that its neighbours read, too. So no two of them may define the same name, not even in an unnamed
# namespace. Without it (the debug preset) each file shows that it includes what it uses.
function(group_by_folder target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD_MODE GROUP)
  get_target_property(sources ${target} SOURCES)
  foreach(source IN LISTS sources)
    get_filename_component(folder ${source} DIRECTORY)
    file(RELATIVE_PATH folder ${CMAKE_SOURCE_DIR} ${folder})
    string(MAKE_C_IDENTIFIER ${folder} group)
    math(EXPR number "${in_${group}} + 0")
    math(EXPR in_${group} "${number} + 1")
    math(EXPR part "${number} / 10")
    set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${group}_${part})
  endforeach()
endfunction()
