#compdef stylize

__stylize_complete() {
    local -ar non_empty_completions=("${@:#(|:*)}")
    local -ar empty_completions=("${(M)@:#(|:*)}")
    _describe -V '' non_empty_completions -- empty_completions -P $'\'\''
}

__stylize_custom_complete() {
    local -a completions
    completions=("${(@f)"$("${command_name}" "${@}" "${command_line[@]}")"}")
    if [[ "${#completions[@]}" -gt 1 ]]; then
        __stylize_complete "${completions[@]:0:-1}"
    fi
}

__stylize_cursor_index_in_current_word() {
    if [[ -z "${QIPREFIX}${IPREFIX}${PREFIX}" ]]; then
        printf 0
    else
        printf %s "${#${(z)LBUFFER}[-1]}"
    fi
}

_stylize() {
    emulate -RL zsh -G
    setopt extendedglob nullglob numericglobsort
    unsetopt aliases banghist

    local -xr SAP_SHELL=zsh
    local -x SAP_SHELL_VERSION
    SAP_SHELL_VERSION="$(builtin emulate zsh -c 'printf %s "${ZSH_VERSION}"')"
    local -r SAP_SHELL_VERSION

    local context state state_descr line
    local -A opt_args

    local -r command_name="${words[1]}"
    local -ar command_line=("${words[@]}")
    local -ir current_word_index="$((CURRENT - 1))"

    local -i ret=1
    local -ar ___stroke_size=('auto')
    local -ar ___shard=('auto')
    local -ar ___existing=('skip' 'overwrite' 'fail' 'newer')
    local -ar ___precision=('half' 'single')
    local -ar arg_specs=(
        '(--style -s)'{--style,-s}'[A style, or a mix such as starry\:0.7,wave\:0.3; '\''stylize styles'\'' lists them.]:style:{__stylize_custom_complete ---completion -- --style "${current_word_index}" "$(__stylize_cursor_index_in_current_word)"}'
        '--stroke-size[How large the strokes are\: auto (large enough to be seen at any picture size) or a factor from 1 to 64 (default\: auto).]:stroke-size:{__stylize_complete "${___stroke_size[@]}"}'
        '--detail[How much of the photograph'\''s fine edges to keep under large strokes, from 0 to 1 (default\: 1).]:detail:'
        '--grain[How much grain to give skies and other even surfaces, from 0 to 2; 1 is what the style recommends (default\: 1).]:grain:'
        '(--keep-colors --keep-colours)'{--keep-colors,--keep-colours}'[Keep the photograph'\''s colours; take only light and dark from the painting.]'
        '--mask[A picture that says where to paint\: white is painted, black stays the photograph.]:mask:_files'
        '--strength[How strong the style is, from 0 (the photograph) to 1.5 (default\: 1).]:strength:'
        '(--recursive -r)'{--recursive,-r}'[Include the folders inside folders.]'
        '*--include[From folders and lists, take only files that match this pattern; may be repeated.]:include:'
        '*--exclude[From folders and lists, leave out files that match this pattern; may be repeated.]:exclude:'
        '--shard[Paint only the Kth of N parts; auto takes both from the array job.]:K/N:{__stylize_complete "${___shard[@]}"}'
        '--files-from[Paint the files in this list, one per line; - reads it from standard input.]:files-from:_files'
        '(-0 --null)'{-0,--null}'[The names in the list end in zero bytes instead.]'
        '(--format -f)'{--format,-f}'[The paintings'\'' format\: jpg, png, tif, webp, jpg\[Q=90\], …]:format:'
        '--quality[1 to 100, for formats that have a quality.]:quality:'
        '--bit-depth[Bits per channel\: 8 or 16 (default\: the photograph'\''s).]:bit-depth:'
        '--strip[Leave out EXIF, XMP and IPTC metadata.]'
        '--existing[What to do if the painting already exists.]:existing:{__stylize_complete "${___existing[@]}"}'
        '--output-template[How to name paintings in the output folder, with {dir} {name} {style} {ext} {width} {height} {index} {date}.]:template:'
        '(--jobs -j)'{--jobs,-j}'[How many pictures to read, and how many to write, at the same time, 1 to 64 (default\: 2).]:jobs:'
        '--retries[How often to retry what may have failed by chance\: reading, writing, a device (default\: 2).]:retries:'
        '--journal[Where to record what has been painted (default\: .stylize.jsonl in the output folder; for a single file, the user'\''s state folder).]:file:_files'
        '--no-journal[Keep no journal.]'
        '--nice[Give way to other programs, from 0 (not at all) to 19.]:nice:'
        '--time-limit[Stop cleanly after this time\: 90m, 2h30m, 3600 (seconds).]:time-limit:'
        '(-n --dry-run)'{-n,--dry-run}'[Only show what would be done, and what it would take.]'
        '(--tile -t)'{--tile,-t}'[The edge of a tile in pixels, 0 to 65536; 0 picks one (default\: 0).]:tile:'
        '(-g --device)'{-g,--device}'[Where to paint\: auto, cpu, gpu, numbers as listed by '\''stylize devices'\'' (0,1), or part of a name.]:device:{__stylize_custom_complete ---completion -- --device "${current_word_index}" "$(__stylize_cursor_index_in_current_word)"}'
        '--threads[Processor threads, 1 to 1024 (default\: one per processor).]:threads:'
        '--precision[Store feature maps in half or single precision.]:precision:{__stylize_complete "${___precision[@]}"}'
        '--max-pixels[Refuse photographs with more pixels than this (default\: 2000000000).]:max-pixels:'
        '--memory[The most memory the whole program may take\: 4G, 800M (default\: most of what is free).]:size:'
        '--vram[The most memory feature maps may take on a graphics card (default\: most of what is free).]:size:'
        '--scratch[Where to put what doesn'\''t fit into memory, in files without a name.]:folder:_files -/'
        '--allow-untrusted[Also read formats whose decoders libvips doesn'\''t trust.]'
        '--decode-timeout[Give up a photograph that isn'\''t decoded in this time, 0 to 86400; 0 never does (default\: a minute, and a second more for each megapixel and megabyte).]:seconds:'
        '(--quiet -q)'{--quiet,-q}'[Print only errors.]'
        '(--verbose -v)'{--verbose,-v}'[Say more about what happens.]'
        '--json[Report what happens on standard output, one JSON object per line.]'
        '*--styles-dir[Look for styles in this folder first; may be repeated.]:styles-dir:_files -/'
        '--config[Read options from this file (default\: the user'\''s or the system'\''s stylize.yaml).]:file:_files'
        '--preset[A named set of options from that file.]:name:{__stylize_custom_complete ---completion -- --preset "${current_word_index}" "$(__stylize_cursor_index_in_current_word)"}'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
        '(-): :->command'
        '(-)*:: :->arg'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0
    case "${state}" in
    command)
        local -ar subcommands=(
            'paint:Paint photographs in a style.'
            'watch:Paint what is in a folder and whatever arrives there, until stopped.'
            'plan:Show how a photograph would be painted in the available memory.'
            'styles:List the styles that there are.'
            'sheet:Paint a photograph in many styles on one sheet, to choose from.'
            'gallery:Paint photographs in every style and make a web page of the results.'
            'import:Turn a network that somebody else trained into a style.'
            'export:Export a style as an ONNX file for other programs.'
            'devices:List the devices that can paint, and which one is used.'
            'tune:Find out how graphics cards paint fastest, and remember it.'
            'manual:Print the manual page: stylize manual | man -l -'
            'help:Show subcommand help information.'
        )
        _describe -V subcommand subcommands && ret=0
        _files && ret=0
        ;;
    arg)
        case "${words[1]}" in
        paint|watch|plan|styles|sheet|gallery|import|export|devices|tune|manual|help)
            "_stylize_${words[1]}" && ret=0
            ;;
        *)
            _files && ret=0
            ;;
        esac
        ;;
    esac

    return "${ret}"
}

_stylize_paint() {
    local -i ret=1
    local -ar ___stroke_size=('auto')
    local -ar ___shard=('auto')
    local -ar ___existing=('skip' 'overwrite' 'fail' 'newer')
    local -ar ___precision=('half' 'single')
    local -ar arg_specs=(
        '(--style -s)'{--style,-s}'[A style, or a mix such as starry\:0.7,wave\:0.3; '\''stylize styles'\'' lists them.]:style:{__stylize_custom_complete ---completion paint -- --style "${current_word_index}" "$(__stylize_cursor_index_in_current_word)"}'
        '--stroke-size[How large the strokes are\: auto (large enough to be seen at any picture size) or a factor from 1 to 64 (default\: auto).]:stroke-size:{__stylize_complete "${___stroke_size[@]}"}'
        '--detail[How much of the photograph'\''s fine edges to keep under large strokes, from 0 to 1 (default\: 1).]:detail:'
        '--grain[How much grain to give skies and other even surfaces, from 0 to 2; 1 is what the style recommends (default\: 1).]:grain:'
        '(--keep-colors --keep-colours)'{--keep-colors,--keep-colours}'[Keep the photograph'\''s colours; take only light and dark from the painting.]'
        '--mask[A picture that says where to paint\: white is painted, black stays the photograph.]:mask:_files'
        '--strength[How strong the style is, from 0 (the photograph) to 1.5 (default\: 1).]:strength:'
        '(--recursive -r)'{--recursive,-r}'[Include the folders inside folders.]'
        '*--include[From folders and lists, take only files that match this pattern; may be repeated.]:include:'
        '*--exclude[From folders and lists, leave out files that match this pattern; may be repeated.]:exclude:'
        '--shard[Paint only the Kth of N parts; auto takes both from the array job.]:K/N:{__stylize_complete "${___shard[@]}"}'
        '--files-from[Paint the files in this list, one per line; - reads it from standard input.]:files-from:_files'
        '(-0 --null)'{-0,--null}'[The names in the list end in zero bytes instead.]'
        '(--format -f)'{--format,-f}'[The paintings'\'' format\: jpg, png, tif, webp, jpg\[Q=90\], …]:format:'
        '--quality[1 to 100, for formats that have a quality.]:quality:'
        '--bit-depth[Bits per channel\: 8 or 16 (default\: the photograph'\''s).]:bit-depth:'
        '--strip[Leave out EXIF, XMP and IPTC metadata.]'
        '--existing[What to do if the painting already exists.]:existing:{__stylize_complete "${___existing[@]}"}'
        '--output-template[How to name paintings in the output folder, with {dir} {name} {style} {ext} {width} {height} {index} {date}.]:template:'
        '(--jobs -j)'{--jobs,-j}'[How many pictures to read, and how many to write, at the same time, 1 to 64 (default\: 2).]:jobs:'
        '--retries[How often to retry what may have failed by chance\: reading, writing, a device (default\: 2).]:retries:'
        '--journal[Where to record what has been painted (default\: .stylize.jsonl in the output folder; for a single file, the user'\''s state folder).]:file:_files'
        '--no-journal[Keep no journal.]'
        '--nice[Give way to other programs, from 0 (not at all) to 19.]:nice:'
        '--time-limit[Stop cleanly after this time\: 90m, 2h30m, 3600 (seconds).]:time-limit:'
        '(-n --dry-run)'{-n,--dry-run}'[Only show what would be done, and what it would take.]'
        '(--tile -t)'{--tile,-t}'[The edge of a tile in pixels, 0 to 65536; 0 picks one (default\: 0).]:tile:'
        '(-g --device)'{-g,--device}'[Where to paint\: auto, cpu, gpu, numbers as listed by '\''stylize devices'\'' (0,1), or part of a name.]:device:{__stylize_custom_complete ---completion paint -- --device "${current_word_index}" "$(__stylize_cursor_index_in_current_word)"}'
        '--threads[Processor threads, 1 to 1024 (default\: one per processor).]:threads:'
        '--precision[Store feature maps in half or single precision.]:precision:{__stylize_complete "${___precision[@]}"}'
        '--max-pixels[Refuse photographs with more pixels than this (default\: 2000000000).]:max-pixels:'
        '--memory[The most memory the whole program may take\: 4G, 800M (default\: most of what is free).]:size:'
        '--vram[The most memory feature maps may take on a graphics card (default\: most of what is free).]:size:'
        '--scratch[Where to put what doesn'\''t fit into memory, in files without a name.]:folder:_files -/'
        '--allow-untrusted[Also read formats whose decoders libvips doesn'\''t trust.]'
        '--decode-timeout[Give up a photograph that isn'\''t decoded in this time, 0 to 86400; 0 never does (default\: a minute, and a second more for each megapixel and megabyte).]:seconds:'
        '(--quiet -q)'{--quiet,-q}'[Print only errors.]'
        '(--verbose -v)'{--verbose,-v}'[Say more about what happens.]'
        '--json[Report what happens on standard output, one JSON object per line.]'
        '*--styles-dir[Look for styles in this folder first; may be repeated.]:styles-dir:_files -/'
        '--config[Read options from this file (default\: the user'\''s or the system'\''s stylize.yaml).]:file:_files'
        '--preset[A named set of options from that file.]:name:{__stylize_custom_complete ---completion paint -- --preset "${current_word_index}" "$(__stylize_cursor_index_in_current_word)"}'
        '*:path:_files'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_stylize_watch() {
    local -i ret=1
    local -ar ___stroke_size=('auto')
    local -ar ___shard=('auto')
    local -ar ___existing=('skip' 'overwrite' 'fail' 'newer')
    local -ar ___precision=('half' 'single')
    local -ar arg_specs=(
        '(--style -s)'{--style,-s}'[A style, or a mix such as starry\:0.7,wave\:0.3; '\''stylize styles'\'' lists them.]:style:{__stylize_custom_complete ---completion watch -- --style "${current_word_index}" "$(__stylize_cursor_index_in_current_word)"}'
        '--stroke-size[How large the strokes are\: auto (large enough to be seen at any picture size) or a factor from 1 to 64 (default\: auto).]:stroke-size:{__stylize_complete "${___stroke_size[@]}"}'
        '--detail[How much of the photograph'\''s fine edges to keep under large strokes, from 0 to 1 (default\: 1).]:detail:'
        '--grain[How much grain to give skies and other even surfaces, from 0 to 2; 1 is what the style recommends (default\: 1).]:grain:'
        '(--keep-colors --keep-colours)'{--keep-colors,--keep-colours}'[Keep the photograph'\''s colours; take only light and dark from the painting.]'
        '--mask[A picture that says where to paint\: white is painted, black stays the photograph.]:mask:_files'
        '--strength[How strong the style is, from 0 (the photograph) to 1.5 (default\: 1).]:strength:'
        '--after[What to do with a photograph once it is painted\: keep, move\:FOLDER or delete.]:after:'
        '--failed[Where to move photographs that can'\''t be painted, each with the reason in a file beside it.]:folder:_files -/'
        '--poll[Check the folder this often\: 2s, 1m (default\: changes are noticed at once; 2s on network drives).]:time:'
        '(--recursive -r)'{--recursive,-r}'[Include the folders inside folders.]'
        '*--include[From folders and lists, take only files that match this pattern; may be repeated.]:include:'
        '*--exclude[From folders and lists, leave out files that match this pattern; may be repeated.]:exclude:'
        '--shard[Paint only the Kth of N parts; auto takes both from the array job.]:K/N:{__stylize_complete "${___shard[@]}"}'
        '(--format -f)'{--format,-f}'[The paintings'\'' format\: jpg, png, tif, webp, jpg\[Q=90\], …]:format:'
        '--quality[1 to 100, for formats that have a quality.]:quality:'
        '--bit-depth[Bits per channel\: 8 or 16 (default\: the photograph'\''s).]:bit-depth:'
        '--strip[Leave out EXIF, XMP and IPTC metadata.]'
        '--existing[What to do if the painting already exists.]:existing:{__stylize_complete "${___existing[@]}"}'
        '--output-template[How to name paintings in the output folder, with {dir} {name} {style} {ext} {width} {height} {index} {date}.]:template:'
        '(--jobs -j)'{--jobs,-j}'[How many pictures to read, and how many to write, at the same time, 1 to 64 (default\: 2).]:jobs:'
        '--retries[How often to retry what may have failed by chance\: reading, writing, a device (default\: 2).]:retries:'
        '--journal[Where to record what has been painted (default\: .stylize.jsonl in the output folder; for a single file, the user'\''s state folder).]:file:_files'
        '--no-journal[Keep no journal.]'
        '--nice[Give way to other programs, from 0 (not at all) to 19.]:nice:'
        '--time-limit[Stop cleanly after this time\: 90m, 2h30m, 3600 (seconds).]:time-limit:'
        '(--tile -t)'{--tile,-t}'[The edge of a tile in pixels, 0 to 65536; 0 picks one (default\: 0).]:tile:'
        '(-g --device)'{-g,--device}'[Where to paint\: auto, cpu, gpu, numbers as listed by '\''stylize devices'\'' (0,1), or part of a name.]:device:{__stylize_custom_complete ---completion watch -- --device "${current_word_index}" "$(__stylize_cursor_index_in_current_word)"}'
        '--threads[Processor threads, 1 to 1024 (default\: one per processor).]:threads:'
        '--precision[Store feature maps in half or single precision.]:precision:{__stylize_complete "${___precision[@]}"}'
        '--max-pixels[Refuse photographs with more pixels than this (default\: 2000000000).]:max-pixels:'
        '--memory[The most memory the whole program may take\: 4G, 800M (default\: most of what is free).]:size:'
        '--vram[The most memory feature maps may take on a graphics card (default\: most of what is free).]:size:'
        '--scratch[Where to put what doesn'\''t fit into memory, in files without a name.]:folder:_files -/'
        '--allow-untrusted[Also read formats whose decoders libvips doesn'\''t trust.]'
        '--decode-timeout[Give up a photograph that isn'\''t decoded in this time, 0 to 86400; 0 never does (default\: a minute, and a second more for each megapixel and megabyte).]:seconds:'
        '(--quiet -q)'{--quiet,-q}'[Print only errors.]'
        '(--verbose -v)'{--verbose,-v}'[Say more about what happens.]'
        '--json[Report what happens on standard output, one JSON object per line.]'
        '*--styles-dir[Look for styles in this folder first; may be repeated.]:styles-dir:_files -/'
        '--config[Read options from this file (default\: the user'\''s or the system'\''s stylize.yaml).]:file:_files'
        '--preset[A named set of options from that file.]:name:{__stylize_custom_complete ---completion watch -- --preset "${current_word_index}" "$(__stylize_cursor_index_in_current_word)"}'
        ':folder:_files -/'
        ':paintings:_files -/'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_stylize_plan() {
    local -i ret=1
    local -ar ___stroke_size=('auto')
    local -ar ___precision=('half' 'single')
    local -ar arg_specs=(
        '(--style -s)'{--style,-s}'[A style, or a mix such as starry\:0.7,wave\:0.3; '\''stylize styles'\'' lists them.]:style:{__stylize_custom_complete ---completion plan -- --style "${current_word_index}" "$(__stylize_cursor_index_in_current_word)"}'
        '--stroke-size[How large the strokes are\: auto (large enough to be seen at any picture size) or a factor from 1 to 64 (default\: auto).]:stroke-size:{__stylize_complete "${___stroke_size[@]}"}'
        '--detail[How much of the photograph'\''s fine edges to keep under large strokes, from 0 to 1 (default\: 1).]:detail:'
        '--grain[How much grain to give skies and other even surfaces, from 0 to 2; 1 is what the style recommends (default\: 1).]:grain:'
        '(--keep-colors --keep-colours)'{--keep-colors,--keep-colours}'[Keep the photograph'\''s colours; take only light and dark from the painting.]'
        '--mask[A picture that says where to paint\: white is painted, black stays the photograph.]:mask:_files'
        '--strength[How strong the style is, from 0 (the photograph) to 1.5 (default\: 1).]:strength:'
        '(--format -f)'{--format,-f}'[The painting'\''s format\: jpg, png, tif, webp, jpg\[Q=90\], …]:format:'
        '--bit-depth[Bits per channel\: 8 or 16 (default\: the photograph'\''s).]:bit-depth:'
        '(--tile -t)'{--tile,-t}'[The edge of a tile in pixels, 0 to 65536; 0 picks one (default\: 0).]:tile:'
        '(-g --device)'{-g,--device}'[Where to paint\: auto, cpu, gpu, numbers as listed by '\''stylize devices'\'' (0,1), or part of a name.]:device:{__stylize_custom_complete ---completion plan -- --device "${current_word_index}" "$(__stylize_cursor_index_in_current_word)"}'
        '--threads[Processor threads, 1 to 1024 (default\: one per processor).]:threads:'
        '--precision[Store feature maps in half or single precision.]:precision:{__stylize_complete "${___precision[@]}"}'
        '--max-pixels[Refuse photographs with more pixels than this (default\: 2000000000).]:max-pixels:'
        '--memory[The most memory the whole program may take\: 4G, 800M (default\: most of what is free).]:size:'
        '--vram[The most memory feature maps may take on a graphics card (default\: most of what is free).]:size:'
        '--scratch[Where to put what doesn'\''t fit into memory, in files without a name.]:folder:_files -/'
        '--allow-untrusted[Also read formats whose decoders libvips doesn'\''t trust.]'
        '--decode-timeout[Give up a photograph that isn'\''t decoded in this time, 0 to 86400; 0 never does (default\: a minute, and a second more for each megapixel and megabyte).]:seconds:'
        '(--quiet -q)'{--quiet,-q}'[Print only errors.]'
        '(--verbose -v)'{--verbose,-v}'[Say more about what happens.]'
        '--json[Report what happens on standard output, one JSON object per line.]'
        '*--styles-dir[Look for styles in this folder first; may be repeated.]:styles-dir:_files -/'
        '--config[Read options from this file (default\: the user'\''s or the system'\''s stylize.yaml).]:file:_files'
        '--preset[A named set of options from that file.]:name:{__stylize_custom_complete ---completion plan -- --preset "${current_word_index}" "$(__stylize_cursor_index_in_current_word)"}'
        ':path:_files'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_stylize_styles() {
    local -i ret=1
    local -ar arg_specs=(
        '(--long -l)'{--long,-l}'[List everything, licences too, however wide.]'
        '--json[Print a JSON array, for programs.]'
        '*--styles-dir[Look for styles in this folder first; may be repeated.]:styles-dir:_files -/'
        '--config[Read options from this file (default\: the user'\''s or the system'\''s stylize.yaml).]:file:_files'
        '--preset[A named set of options from that file.]:name:{__stylize_custom_complete ---completion styles -- --preset "${current_word_index}" "$(__stylize_cursor_index_in_current_word)"}'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_stylize_sheet() {
    local -i ret=1
    local -ar ___stroke_size=('auto')
    local -ar ___existing=('fail' 'overwrite')
    local -ar ___precision=('half' 'single')
    local -ar arg_specs=(
        '*--styles[Styles, separated by commas, or a mix; may be repeated (default\: all).]:a,b,c:{__stylize_custom_complete ---completion sheet -- --styles "${current_word_index}" "$(__stylize_cursor_index_in_current_word)"}'
        '--strengths[Strengths of the styles, separated by commas\: 0.4,0.7,1.]:strengths:'
        '--size[The longer side of each picture, 32 to 4096 pixels (default\: 320).]:size:'
        '--stroke-size[How large the strokes are\: auto (large enough to be seen at any picture size) or a factor from 1 to 64 (default\: auto).]:stroke-size:{__stylize_complete "${___stroke_size[@]}"}'
        '--detail[How much of the photograph'\''s fine edges to keep under large strokes, from 0 to 1 (default\: 1).]:detail:'
        '--grain[How much grain to give skies and other even surfaces, from 0 to 2; 1 is what the style recommends (default\: 1).]:grain:'
        '(--keep-colors --keep-colours)'{--keep-colors,--keep-colours}'[Keep the photograph'\''s colours; take only light and dark from the painting.]'
        '--mask[A picture that says where to paint\: white is painted, black stays the photograph.]:mask:_files'
        '--quality[1 to 100, for formats that have a quality.]:quality:'
        '--existing[What to do if the sheet already exists.]:existing:{__stylize_complete "${___existing[@]}"}'
        '--bit-depth[Bits per channel\: 8 or 16.]:bit-depth:'
        '(--tile -t)'{--tile,-t}'[The edge of a tile in pixels, 0 to 65536; 0 picks one (default\: 0).]:tile:'
        '(-g --device)'{-g,--device}'[Where to paint\: auto, cpu, gpu, numbers as listed by '\''stylize devices'\'' (0,1), or part of a name.]:device:{__stylize_custom_complete ---completion sheet -- --device "${current_word_index}" "$(__stylize_cursor_index_in_current_word)"}'
        '--threads[Processor threads, 1 to 1024 (default\: one per processor).]:threads:'
        '--precision[Store feature maps in half or single precision.]:precision:{__stylize_complete "${___precision[@]}"}'
        '--max-pixels[Refuse photographs with more pixels than this (default\: 2000000000).]:max-pixels:'
        '--memory[The most memory the whole program may take\: 4G, 800M (default\: most of what is free).]:size:'
        '--vram[The most memory feature maps may take on a graphics card (default\: most of what is free).]:size:'
        '--scratch[Where to put what doesn'\''t fit into memory, in files without a name.]:folder:_files -/'
        '--allow-untrusted[Also read formats whose decoders libvips doesn'\''t trust.]'
        '--decode-timeout[Give up a photograph that isn'\''t decoded in this time, 0 to 86400; 0 never does (default\: a minute, and a second more for each megapixel and megabyte).]:seconds:'
        '(--quiet -q)'{--quiet,-q}'[Print only errors.]'
        '(--verbose -v)'{--verbose,-v}'[Say more about what happens.]'
        '*--styles-dir[Look for styles in this folder first; may be repeated.]:styles-dir:_files -/'
        '--config[Read options from this file (default\: the user'\''s or the system'\''s stylize.yaml).]:file:_files'
        '--preset[A named set of options from that file.]:name:{__stylize_custom_complete ---completion sheet -- --preset "${current_word_index}" "$(__stylize_cursor_index_in_current_word)"}'
        ':photograph:_files'
        ':sheet:_files'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_stylize_gallery() {
    local -i ret=1
    local -ar ___existing=('fail' 'overwrite')
    local -ar ___stroke_size=('auto')
    local -ar ___precision=('half' 'single')
    local -ar arg_specs=(
        '--size[The longer side of the pictures, 32 to 4096 pixels (default\: 960).]:size:'
        '--existing[Whether files that are there already and were not made by an earlier gallery are replaced.]:existing:{__stylize_complete "${___existing[@]}"}'
        '--stroke-size[How large the strokes are\: auto (large enough to be seen at any picture size) or a factor from 1 to 64 (default\: auto).]:stroke-size:{__stylize_complete "${___stroke_size[@]}"}'
        '--detail[How much of the photograph'\''s fine edges to keep under large strokes, from 0 to 1 (default\: 1).]:detail:'
        '--grain[How much grain to give skies and other even surfaces, from 0 to 2; 1 is what the style recommends (default\: 1).]:grain:'
        '(--keep-colors --keep-colours)'{--keep-colors,--keep-colours}'[Keep the photograph'\''s colours; take only light and dark from the painting.]'
        '--mask[A picture that says where to paint\: white is painted, black stays the photograph.]:mask:_files'
        '(--tile -t)'{--tile,-t}'[The edge of a tile in pixels, 0 to 65536; 0 picks one (default\: 0).]:tile:'
        '(-g --device)'{-g,--device}'[Where to paint\: auto, cpu, gpu, numbers as listed by '\''stylize devices'\'' (0,1), or part of a name.]:device:{__stylize_custom_complete ---completion gallery -- --device "${current_word_index}" "$(__stylize_cursor_index_in_current_word)"}'
        '--threads[Processor threads, 1 to 1024 (default\: one per processor).]:threads:'
        '--precision[Store feature maps in half or single precision.]:precision:{__stylize_complete "${___precision[@]}"}'
        '--max-pixels[Refuse photographs with more pixels than this (default\: 2000000000).]:max-pixels:'
        '--memory[The most memory the whole program may take\: 4G, 800M (default\: most of what is free).]:size:'
        '--vram[The most memory feature maps may take on a graphics card (default\: most of what is free).]:size:'
        '--scratch[Where to put what doesn'\''t fit into memory, in files without a name.]:folder:_files -/'
        '--allow-untrusted[Also read formats whose decoders libvips doesn'\''t trust.]'
        '--decode-timeout[Give up a photograph that isn'\''t decoded in this time, 0 to 86400; 0 never does (default\: a minute, and a second more for each megapixel and megabyte).]:seconds:'
        '(--quiet -q)'{--quiet,-q}'[Print only errors.]'
        '(--verbose -v)'{--verbose,-v}'[Say more about what happens.]'
        '*--styles-dir[Look for styles in this folder first; may be repeated.]:styles-dir:_files -/'
        '--config[Read options from this file (default\: the user'\''s or the system'\''s stylize.yaml).]:file:_files'
        '--preset[A named set of options from that file.]:name:{__stylize_custom_complete ---completion gallery -- --preset "${current_word_index}" "$(__stylize_cursor_index_in_current_word)"}'
        ':photographs:_files -/'
        ':folder:_files -/'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_stylize_import() {
    local -i ret=1
    local -ar ___input_range=('unit' 'bytes' 'signed' 'imageNet')
    local -ar ___output_range=('unit' 'bytes' 'signed' 'imageNet')
    local -ar arg_specs=(
        ':file:_files'
        '--name[The name of the new style.]:name:'
        '--title[The title of the painting that it was trained on.]:title:'
        '--artist[The painter of that painting.]:artist:'
        '--year[The year in which it was painted.]:year:'
        '--licence[The licence of the weights.]:licence:'
        '--input-range[The range of the network'\''s input\: unit (0…1), bytes (0…255), signed (−1…1) or imageNet.]:input-range:{__stylize_complete "${___input_range[@]}"}'
        '--output-range[The range of its output, in the same words.]:output-range:{__stylize_complete "${___output_range[@]}"}'
        '--force[Replace an existing style of that name.]'
        '*--styles-dir[The folder to save the style in (default\: stylize/styles in the user'\''s data folder).]:styles-dir:_files -/'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_stylize_export() {
    local -i ret=1
    local -ar arg_specs=(
        ':style:{__stylize_custom_complete ---completion export -- positional@0 "${current_word_index}" "$(__stylize_cursor_index_in_current_word)"}'
        ':file:_files -g '\''*.onnx'\'''
        '--strength[How strong the style is, from 0 (the photograph) to 1.5 (default\: 1).]:strength:'
        '--force[Replace an existing file.]'
        '*--styles-dir[Look for styles in this folder first; may be repeated.]:styles-dir:_files -/'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_stylize_devices() {
    local -i ret=1
    local -ar arg_specs=(
        '--json[Print a JSON object, for programs.]'
        '--measure[Measure every device again.]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_stylize_tune() {
    local -i ret=1
    local -ar arg_specs=(
        '(-g --device)'{-g,--device}'[gpu, numbers as listed by '\''stylize devices'\'' (0,1), or part of a name.]:device:{__stylize_custom_complete ---completion tune -- --device "${current_word_index}" "$(__stylize_cursor_index_in_current_word)"}'
        '--seconds[How many seconds to go on starting trials on each device (default\: 60).]:seconds:'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_stylize_manual() {
    local -i ret=1
    local -ar arg_specs=(
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_stylize_help() {
    local -i ret=1
    local -ar arg_specs=(
        '*:subcommands:'
        '--version[Show the version.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

if [[ "${funcstack[1]}" = _stylize ]]; then
    _stylize "${@}"
else
    compdef _stylize stylize
fi
