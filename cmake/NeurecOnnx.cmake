# ONNX's targets, for the directories that write or check its models; onnx and onnx_proto, as Debian 12 names them.
find_package(Protobuf REQUIRED)
find_package(ONNX REQUIRED)
# Debian 13's ONNX 1.17 has its targets in a namespace.
foreach(target onnx onnx_proto)
  if(NOT TARGET ${target})
    add_library(${target} ALIAS ONNX::${target})
  endif()
endforeach()
