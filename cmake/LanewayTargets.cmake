# SPDX-FileCopyrightText: 2026 Laneway contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# One interface target holds what every target of ours is compiled with.
add_library(laneway_options INTERFACE)
target_compile_definitions(laneway_options INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_KEYWORDS QT_USE_QSTRINGBUILDER
    QT_DISABLE_DEPRECATED_BEFORE=0x060400 LANEWAY_VERSION="${PROJECT_VERSION}")
target_compile_options(laneway_options INTERFACE -Wall -Wextra -Wpedantic
    $<$<BOOL:${LANEWAY_WERROR}>:-Werror>)

# laneway_library(NAME SOURCES … LINK …): one static library a folder. Links only along the arrows.
function(laneway_library name)
    cmake_parse_arguments(arg "" "" "SOURCES;LINK;PRIVATE_LINK" ${ARGN})
    if(NOT arg_SOURCES)
        add_library(${name} INTERFACE)
        target_link_libraries(${name} INTERFACE laneway_options ${arg_LINK})
        return()
    endif()
    add_library(${name} STATIC ${arg_SOURCES})
    target_link_libraries(${name} PUBLIC laneway_options ${arg_LINK} PRIVATE ${arg_PRIVATE_LINK})
endfunction()
