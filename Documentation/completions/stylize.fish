function __stylize_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __stylize_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __stylize_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __stylize_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __stylize_parse_tokens -S
    set -l unparsed_tokens (__stylize_tokens -pc)
    switch $unparsed_tokens[1]
    case 'stylize'
        __stylize_parse_subcommand 0 's/style=' 'stroke-size=' 'detail=' 'grain=' 'keep-colors' 'mask=' 'strength=' 'r/recursive' 'include=+' 'exclude=+' 'shard=' 'files-from=' '0/null' 'f/format=' 'quality=' 'bit-depth=' 'strip' 'existing=' 'output-template=' 'j/jobs=' 'retries=' 'journal=' 'no-journal' 'nice=' 'time-limit=' 'n/dry-run' 't/tile=' 'g/device=' 'threads=' 'precision=' 'max-pixels=' 'memory=' 'vram=' 'scratch=' 'allow-untrusted' 'decode-timeout=' 'q/quiet' 'v/verbose' 'json' 'styles-dir=+' 'config=' 'preset=' 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'paint'
            __stylize_parse_subcommand -r 1 's/style=' 'stroke-size=' 'detail=' 'grain=' 'keep-colors' 'mask=' 'strength=' 'r/recursive' 'include=+' 'exclude=+' 'shard=' 'files-from=' '0/null' 'f/format=' 'quality=' 'bit-depth=' 'strip' 'existing=' 'output-template=' 'j/jobs=' 'retries=' 'journal=' 'no-journal' 'nice=' 'time-limit=' 'n/dry-run' 't/tile=' 'g/device=' 'threads=' 'precision=' 'max-pixels=' 'memory=' 'vram=' 'scratch=' 'allow-untrusted' 'decode-timeout=' 'q/quiet' 'v/verbose' 'json' 'styles-dir=+' 'config=' 'preset=' 'version' 'h/help'
        case 'watch'
            __stylize_parse_subcommand 2 's/style=' 'stroke-size=' 'detail=' 'grain=' 'keep-colors' 'mask=' 'strength=' 'after=' 'failed=' 'poll=' 'r/recursive' 'include=+' 'exclude=+' 'shard=' 'f/format=' 'quality=' 'bit-depth=' 'strip' 'existing=' 'output-template=' 'j/jobs=' 'retries=' 'journal=' 'no-journal' 'nice=' 'time-limit=' 't/tile=' 'g/device=' 'threads=' 'precision=' 'max-pixels=' 'memory=' 'vram=' 'scratch=' 'allow-untrusted' 'decode-timeout=' 'q/quiet' 'v/verbose' 'json' 'styles-dir=+' 'config=' 'preset=' 'version' 'h/help'
        case 'plan'
            __stylize_parse_subcommand 1 's/style=' 'stroke-size=' 'detail=' 'grain=' 'keep-colors' 'mask=' 'strength=' 'f/format=' 'bit-depth=' 't/tile=' 'g/device=' 'threads=' 'precision=' 'max-pixels=' 'memory=' 'vram=' 'scratch=' 'allow-untrusted' 'decode-timeout=' 'q/quiet' 'v/verbose' 'json' 'styles-dir=+' 'config=' 'preset=' 'version' 'h/help'
        case 'styles'
            __stylize_parse_subcommand 0 'l/long' 'json' 'styles-dir=+' 'config=' 'preset=' 'version' 'h/help'
        case 'sheet'
            __stylize_parse_subcommand 2 'styles=+' 'strengths=' 'size=' 'stroke-size=' 'detail=' 'grain=' 'keep-colors' 'mask=' 'quality=' 'existing=' 'bit-depth=' 't/tile=' 'g/device=' 'threads=' 'precision=' 'max-pixels=' 'memory=' 'vram=' 'scratch=' 'allow-untrusted' 'decode-timeout=' 'q/quiet' 'v/verbose' 'styles-dir=+' 'config=' 'preset=' 'version' 'h/help'
        case 'gallery'
            __stylize_parse_subcommand 2 'size=' 'existing=' 'stroke-size=' 'detail=' 'grain=' 'keep-colors' 'mask=' 't/tile=' 'g/device=' 'threads=' 'precision=' 'max-pixels=' 'memory=' 'vram=' 'scratch=' 'allow-untrusted' 'decode-timeout=' 'q/quiet' 'v/verbose' 'styles-dir=+' 'config=' 'preset=' 'version' 'h/help'
        case 'import'
            __stylize_parse_subcommand 1 'name=' 'title=' 'artist=' 'year=' 'licence=' 'input-range=' 'output-range=' 'force' 'styles-dir=+' 'version' 'h/help'
        case 'export'
            __stylize_parse_subcommand 2 'strength=' 'force' 'styles-dir=+' 'version' 'h/help'
        case 'devices'
            __stylize_parse_subcommand 0 'json' 'measure' 'version' 'h/help'
        case 'tune'
            __stylize_parse_subcommand 0 'g/device=' 'seconds=' 'version' 'h/help'
        case 'manual'
            __stylize_parse_subcommand 0 'version' 'h/help'
        case 'help'
            __stylize_parse_subcommand -r 1 'version'
        end
    end
end

function __stylize_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __stylize_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __stylize_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __stylize_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__stylize_tokens -p)
    if test -z "$(__stylize_tokens -t)"
        set -l index (count (__stylize_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'stylize' -f
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" s style' -l 'style' -s 's' -d 'A style, or a mix such as starry:0.7,wave:0.3; \'stylize styles\' lists them.' -rfka '(__stylize_custom_completion ---completion -- --style (count (__stylize_tokens -pc)) (__stylize_tokens -tC))'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" stroke-size' -l 'stroke-size' -d 'How large the strokes are: auto (large enough to be seen at any picture size) or a factor from 1 to 64 (default: auto).' -rfka 'auto'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" detail' -l 'detail' -d 'How much of the photograph\'s fine edges to keep under large strokes, from 0 to 1 (default: 1).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" grain' -l 'grain' -d 'How much grain to give skies and other even surfaces, from 0 to 2; 1 is what the style recommends (default: 1).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" keep-colors keep-colours' -l 'keep-colors' -l 'keep-colours' -d 'Keep the photograph\'s colours; take only light and dark from the painting.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" mask' -l 'mask' -d 'A picture that says where to paint: white is painted, black stays the photograph.' -rF
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" strength' -l 'strength' -d 'How strong the style is, from 0 (the photograph) to 1.5 (default: 1).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" r recursive' -l 'recursive' -s 'r' -d 'Include the folders inside folders.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize"' -l 'include' -d 'From folders and lists, take only files that match this pattern; may be repeated.' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize"' -l 'exclude' -d 'From folders and lists, leave out files that match this pattern; may be repeated.' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" shard' -l 'shard' -d 'Paint only the Kth of N parts; auto takes both from the array job.' -rfka 'auto'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" files-from' -l 'files-from' -d 'Paint the files in this list, one per line; - reads it from standard input.' -rF
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" 0 null' -s '0' -l 'null' -d 'The names in the list end in zero bytes instead.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" f format' -l 'format' -s 'f' -d 'The paintings\' format: jpg, png, tif, webp, jpg[Q=90], …' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" quality' -l 'quality' -d '1 to 100, for formats that have a quality.' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" bit-depth' -l 'bit-depth' -d 'Bits per channel: 8 or 16 (default: the photograph\'s).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" strip' -l 'strip' -d 'Leave out EXIF, XMP and IPTC metadata.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" existing' -l 'existing' -d 'What to do if the painting already exists.' -rfka 'skip overwrite fail newer'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" output-template' -l 'output-template' -d 'How to name paintings in the output folder, with {dir} {name} {style} {ext} {width} {height} {index} {date}.' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" j jobs' -l 'jobs' -s 'j' -d 'How many pictures to read, and how many to write, at the same time, 1 to 64 (default: 2).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" retries' -l 'retries' -d 'How often to retry what may have failed by chance: reading, writing, a device (default: 2).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" journal' -l 'journal' -d 'Where to record what has been painted (default: .stylize.jsonl in the output folder; for a single file, the user\'s state folder).' -rF
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" no-journal' -l 'no-journal' -d 'Keep no journal.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" nice' -l 'nice' -d 'Give way to other programs, from 0 (not at all) to 19.' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" time-limit' -l 'time-limit' -d 'Stop cleanly after this time: 90m, 2h30m, 3600 (seconds).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" dry-run n' -s 'n' -l 'dry-run' -d 'Only show what would be done, and what it would take.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" t tile' -l 'tile' -s 't' -d 'The edge of a tile in pixels, 0 to 65536; 0 picks one (default: 0).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" device g' -s 'g' -l 'device' -d 'Where to paint: auto, cpu, gpu, numbers as listed by \'stylize devices\' (0,1), or part of a name.' -rfka '(__stylize_custom_completion ---completion -- --device (count (__stylize_tokens -pc)) (__stylize_tokens -tC))'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" threads' -l 'threads' -d 'Processor threads, 1 to 1024 (default: one per processor).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" precision' -l 'precision' -d 'Store feature maps in half or single precision.' -rfka 'half single'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" max-pixels' -l 'max-pixels' -d 'Refuse photographs with more pixels than this (default: 2000000000).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" memory' -l 'memory' -d 'The most memory the whole program may take: 4G, 800M (default: most of what is free).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" vram' -l 'vram' -d 'The most memory feature maps may take on a graphics card (default: most of what is free).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" scratch' -l 'scratch' -d 'Where to put what doesn\'t fit into memory, in files without a name.' -rfa '(__stylize_complete_directories)'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" allow-untrusted' -l 'allow-untrusted' -d 'Also read formats whose decoders libvips doesn\'t trust.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" decode-timeout' -l 'decode-timeout' -d 'Give up a photograph that isn\'t decoded in this time, 0 to 86400; 0 never does (default: a minute, and a second more for each megapixel and megabyte).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" q quiet' -l 'quiet' -s 'q' -d 'Print only errors.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" v verbose' -l 'verbose' -s 'v' -d 'Say more about what happens.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" json' -l 'json' -d 'Report what happens on standard output, one JSON object per line.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize"' -l 'styles-dir' -d 'Look for styles in this folder first; may be repeated.' -rfa '(__stylize_complete_directories)'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" config' -l 'config' -d 'Read options from this file (default: the user\'s or the system\'s stylize.yaml).' -rF
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" preset' -l 'preset' -d 'A named set of options from that file.' -rfka '(__stylize_custom_completion ---completion -- --preset (count (__stylize_tokens -pc)) (__stylize_tokens -tC))'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" version' -l 'version' -d 'Show the version.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_positional "stylize" -eq 1' -fa 'paint' -d 'Paint photographs in a style.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_positional "stylize" -eq 1' -fa 'watch' -d 'Paint what is in a folder and whatever arrives there, until stopped.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_positional "stylize" -eq 1' -fa 'plan' -d 'Show how a photograph would be painted in the available memory.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_positional "stylize" -eq 1' -fa 'styles' -d 'List the styles that there are.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_positional "stylize" -eq 1' -fa 'sheet' -d 'Paint a photograph in many styles on one sheet, to choose from.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_positional "stylize" -eq 1' -fa 'gallery' -d 'Paint photographs in every style and make a web page of the results.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_positional "stylize" -eq 1' -fa 'import' -d 'Turn a network that somebody else trained into a style.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_positional "stylize" -eq 1' -fa 'export' -d 'Export a style as an ONNX file for other programs.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_positional "stylize" -eq 1' -fa 'devices' -d 'List the devices that can paint, and which one is used.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_positional "stylize" -eq 1' -fa 'tune' -d 'Find out how graphics cards paint fastest, and remember it.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_positional "stylize" -eq 1' -fa 'manual' -d 'Print the manual page: stylize manual | man -l -'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_positional "stylize" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" s style' -l 'style' -s 's' -d 'A style, or a mix such as starry:0.7,wave:0.3; \'stylize styles\' lists them.' -rfka '(__stylize_custom_completion ---completion paint -- --style (count (__stylize_tokens -pc)) (__stylize_tokens -tC))'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" stroke-size' -l 'stroke-size' -d 'How large the strokes are: auto (large enough to be seen at any picture size) or a factor from 1 to 64 (default: auto).' -rfka 'auto'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" detail' -l 'detail' -d 'How much of the photograph\'s fine edges to keep under large strokes, from 0 to 1 (default: 1).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" grain' -l 'grain' -d 'How much grain to give skies and other even surfaces, from 0 to 2; 1 is what the style recommends (default: 1).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" keep-colors keep-colours' -l 'keep-colors' -l 'keep-colours' -d 'Keep the photograph\'s colours; take only light and dark from the painting.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" mask' -l 'mask' -d 'A picture that says where to paint: white is painted, black stays the photograph.' -rF
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" strength' -l 'strength' -d 'How strong the style is, from 0 (the photograph) to 1.5 (default: 1).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" r recursive' -l 'recursive' -s 'r' -d 'Include the folders inside folders.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint"' -l 'include' -d 'From folders and lists, take only files that match this pattern; may be repeated.' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint"' -l 'exclude' -d 'From folders and lists, leave out files that match this pattern; may be repeated.' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" shard' -l 'shard' -d 'Paint only the Kth of N parts; auto takes both from the array job.' -rfka 'auto'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" files-from' -l 'files-from' -d 'Paint the files in this list, one per line; - reads it from standard input.' -rF
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" 0 null' -s '0' -l 'null' -d 'The names in the list end in zero bytes instead.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" f format' -l 'format' -s 'f' -d 'The paintings\' format: jpg, png, tif, webp, jpg[Q=90], …' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" quality' -l 'quality' -d '1 to 100, for formats that have a quality.' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" bit-depth' -l 'bit-depth' -d 'Bits per channel: 8 or 16 (default: the photograph\'s).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" strip' -l 'strip' -d 'Leave out EXIF, XMP and IPTC metadata.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" existing' -l 'existing' -d 'What to do if the painting already exists.' -rfka 'skip overwrite fail newer'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" output-template' -l 'output-template' -d 'How to name paintings in the output folder, with {dir} {name} {style} {ext} {width} {height} {index} {date}.' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" j jobs' -l 'jobs' -s 'j' -d 'How many pictures to read, and how many to write, at the same time, 1 to 64 (default: 2).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" retries' -l 'retries' -d 'How often to retry what may have failed by chance: reading, writing, a device (default: 2).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" journal' -l 'journal' -d 'Where to record what has been painted (default: .stylize.jsonl in the output folder; for a single file, the user\'s state folder).' -rF
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" no-journal' -l 'no-journal' -d 'Keep no journal.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" nice' -l 'nice' -d 'Give way to other programs, from 0 (not at all) to 19.' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" time-limit' -l 'time-limit' -d 'Stop cleanly after this time: 90m, 2h30m, 3600 (seconds).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" dry-run n' -s 'n' -l 'dry-run' -d 'Only show what would be done, and what it would take.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" t tile' -l 'tile' -s 't' -d 'The edge of a tile in pixels, 0 to 65536; 0 picks one (default: 0).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" device g' -s 'g' -l 'device' -d 'Where to paint: auto, cpu, gpu, numbers as listed by \'stylize devices\' (0,1), or part of a name.' -rfka '(__stylize_custom_completion ---completion paint -- --device (count (__stylize_tokens -pc)) (__stylize_tokens -tC))'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" threads' -l 'threads' -d 'Processor threads, 1 to 1024 (default: one per processor).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" precision' -l 'precision' -d 'Store feature maps in half or single precision.' -rfka 'half single'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" max-pixels' -l 'max-pixels' -d 'Refuse photographs with more pixels than this (default: 2000000000).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" memory' -l 'memory' -d 'The most memory the whole program may take: 4G, 800M (default: most of what is free).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" vram' -l 'vram' -d 'The most memory feature maps may take on a graphics card (default: most of what is free).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" scratch' -l 'scratch' -d 'Where to put what doesn\'t fit into memory, in files without a name.' -rfa '(__stylize_complete_directories)'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" allow-untrusted' -l 'allow-untrusted' -d 'Also read formats whose decoders libvips doesn\'t trust.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" decode-timeout' -l 'decode-timeout' -d 'Give up a photograph that isn\'t decoded in this time, 0 to 86400; 0 never does (default: a minute, and a second more for each megapixel and megabyte).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" q quiet' -l 'quiet' -s 'q' -d 'Print only errors.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" v verbose' -l 'verbose' -s 'v' -d 'Say more about what happens.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" json' -l 'json' -d 'Report what happens on standard output, one JSON object per line.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint"' -l 'styles-dir' -d 'Look for styles in this folder first; may be repeated.' -rfa '(__stylize_complete_directories)'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" config' -l 'config' -d 'Read options from this file (default: the user\'s or the system\'s stylize.yaml).' -rF
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" preset' -l 'preset' -d 'A named set of options from that file.' -rfka '(__stylize_custom_completion ---completion paint -- --preset (count (__stylize_tokens -pc)) (__stylize_tokens -tC))'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_positional "stylize paint" -ge 1' -F
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" version' -l 'version' -d 'Show the version.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize paint" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" s style' -l 'style' -s 's' -d 'A style, or a mix such as starry:0.7,wave:0.3; \'stylize styles\' lists them.' -rfka '(__stylize_custom_completion ---completion watch -- --style (count (__stylize_tokens -pc)) (__stylize_tokens -tC))'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" stroke-size' -l 'stroke-size' -d 'How large the strokes are: auto (large enough to be seen at any picture size) or a factor from 1 to 64 (default: auto).' -rfka 'auto'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" detail' -l 'detail' -d 'How much of the photograph\'s fine edges to keep under large strokes, from 0 to 1 (default: 1).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" grain' -l 'grain' -d 'How much grain to give skies and other even surfaces, from 0 to 2; 1 is what the style recommends (default: 1).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" keep-colors keep-colours' -l 'keep-colors' -l 'keep-colours' -d 'Keep the photograph\'s colours; take only light and dark from the painting.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" mask' -l 'mask' -d 'A picture that says where to paint: white is painted, black stays the photograph.' -rF
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" strength' -l 'strength' -d 'How strong the style is, from 0 (the photograph) to 1.5 (default: 1).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" after' -l 'after' -d 'What to do with a photograph once it is painted: keep, move:FOLDER or delete.' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" failed' -l 'failed' -d 'Where to move photographs that can\'t be painted, each with the reason in a file beside it.' -rfa '(__stylize_complete_directories)'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" poll' -l 'poll' -d 'Check the folder this often: 2s, 1m (default: changes are noticed at once; 2s on network drives).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" r recursive' -l 'recursive' -s 'r' -d 'Include the folders inside folders.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch"' -l 'include' -d 'From folders and lists, take only files that match this pattern; may be repeated.' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch"' -l 'exclude' -d 'From folders and lists, leave out files that match this pattern; may be repeated.' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" shard' -l 'shard' -d 'Paint only the Kth of N parts; auto takes both from the array job.' -rfka 'auto'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" f format' -l 'format' -s 'f' -d 'The paintings\' format: jpg, png, tif, webp, jpg[Q=90], …' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" quality' -l 'quality' -d '1 to 100, for formats that have a quality.' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" bit-depth' -l 'bit-depth' -d 'Bits per channel: 8 or 16 (default: the photograph\'s).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" strip' -l 'strip' -d 'Leave out EXIF, XMP and IPTC metadata.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" existing' -l 'existing' -d 'What to do if the painting already exists.' -rfka 'skip overwrite fail newer'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" output-template' -l 'output-template' -d 'How to name paintings in the output folder, with {dir} {name} {style} {ext} {width} {height} {index} {date}.' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" j jobs' -l 'jobs' -s 'j' -d 'How many pictures to read, and how many to write, at the same time, 1 to 64 (default: 2).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" retries' -l 'retries' -d 'How often to retry what may have failed by chance: reading, writing, a device (default: 2).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" journal' -l 'journal' -d 'Where to record what has been painted (default: .stylize.jsonl in the output folder; for a single file, the user\'s state folder).' -rF
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" no-journal' -l 'no-journal' -d 'Keep no journal.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" nice' -l 'nice' -d 'Give way to other programs, from 0 (not at all) to 19.' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" time-limit' -l 'time-limit' -d 'Stop cleanly after this time: 90m, 2h30m, 3600 (seconds).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" t tile' -l 'tile' -s 't' -d 'The edge of a tile in pixels, 0 to 65536; 0 picks one (default: 0).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" device g' -s 'g' -l 'device' -d 'Where to paint: auto, cpu, gpu, numbers as listed by \'stylize devices\' (0,1), or part of a name.' -rfka '(__stylize_custom_completion ---completion watch -- --device (count (__stylize_tokens -pc)) (__stylize_tokens -tC))'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" threads' -l 'threads' -d 'Processor threads, 1 to 1024 (default: one per processor).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" precision' -l 'precision' -d 'Store feature maps in half or single precision.' -rfka 'half single'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" max-pixels' -l 'max-pixels' -d 'Refuse photographs with more pixels than this (default: 2000000000).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" memory' -l 'memory' -d 'The most memory the whole program may take: 4G, 800M (default: most of what is free).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" vram' -l 'vram' -d 'The most memory feature maps may take on a graphics card (default: most of what is free).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" scratch' -l 'scratch' -d 'Where to put what doesn\'t fit into memory, in files without a name.' -rfa '(__stylize_complete_directories)'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" allow-untrusted' -l 'allow-untrusted' -d 'Also read formats whose decoders libvips doesn\'t trust.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" decode-timeout' -l 'decode-timeout' -d 'Give up a photograph that isn\'t decoded in this time, 0 to 86400; 0 never does (default: a minute, and a second more for each megapixel and megabyte).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" q quiet' -l 'quiet' -s 'q' -d 'Print only errors.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" v verbose' -l 'verbose' -s 'v' -d 'Say more about what happens.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" json' -l 'json' -d 'Report what happens on standard output, one JSON object per line.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch"' -l 'styles-dir' -d 'Look for styles in this folder first; may be repeated.' -rfa '(__stylize_complete_directories)'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" config' -l 'config' -d 'Read options from this file (default: the user\'s or the system\'s stylize.yaml).' -rF
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" preset' -l 'preset' -d 'A named set of options from that file.' -rfka '(__stylize_custom_completion ---completion watch -- --preset (count (__stylize_tokens -pc)) (__stylize_tokens -tC))'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_positional "stylize watch" -eq 1' -fa '(__stylize_complete_directories)'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_positional "stylize watch" -eq 2' -fa '(__stylize_complete_directories)'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" version' -l 'version' -d 'Show the version.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize watch" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize plan" s style' -l 'style' -s 's' -d 'A style, or a mix such as starry:0.7,wave:0.3; \'stylize styles\' lists them.' -rfka '(__stylize_custom_completion ---completion plan -- --style (count (__stylize_tokens -pc)) (__stylize_tokens -tC))'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize plan" stroke-size' -l 'stroke-size' -d 'How large the strokes are: auto (large enough to be seen at any picture size) or a factor from 1 to 64 (default: auto).' -rfka 'auto'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize plan" detail' -l 'detail' -d 'How much of the photograph\'s fine edges to keep under large strokes, from 0 to 1 (default: 1).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize plan" grain' -l 'grain' -d 'How much grain to give skies and other even surfaces, from 0 to 2; 1 is what the style recommends (default: 1).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize plan" keep-colors keep-colours' -l 'keep-colors' -l 'keep-colours' -d 'Keep the photograph\'s colours; take only light and dark from the painting.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize plan" mask' -l 'mask' -d 'A picture that says where to paint: white is painted, black stays the photograph.' -rF
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize plan" strength' -l 'strength' -d 'How strong the style is, from 0 (the photograph) to 1.5 (default: 1).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize plan" f format' -l 'format' -s 'f' -d 'The painting\'s format: jpg, png, tif, webp, jpg[Q=90], …' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize plan" bit-depth' -l 'bit-depth' -d 'Bits per channel: 8 or 16 (default: the photograph\'s).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize plan" t tile' -l 'tile' -s 't' -d 'The edge of a tile in pixels, 0 to 65536; 0 picks one (default: 0).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize plan" device g' -s 'g' -l 'device' -d 'Where to paint: auto, cpu, gpu, numbers as listed by \'stylize devices\' (0,1), or part of a name.' -rfka '(__stylize_custom_completion ---completion plan -- --device (count (__stylize_tokens -pc)) (__stylize_tokens -tC))'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize plan" threads' -l 'threads' -d 'Processor threads, 1 to 1024 (default: one per processor).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize plan" precision' -l 'precision' -d 'Store feature maps in half or single precision.' -rfka 'half single'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize plan" max-pixels' -l 'max-pixels' -d 'Refuse photographs with more pixels than this (default: 2000000000).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize plan" memory' -l 'memory' -d 'The most memory the whole program may take: 4G, 800M (default: most of what is free).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize plan" vram' -l 'vram' -d 'The most memory feature maps may take on a graphics card (default: most of what is free).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize plan" scratch' -l 'scratch' -d 'Where to put what doesn\'t fit into memory, in files without a name.' -rfa '(__stylize_complete_directories)'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize plan" allow-untrusted' -l 'allow-untrusted' -d 'Also read formats whose decoders libvips doesn\'t trust.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize plan" decode-timeout' -l 'decode-timeout' -d 'Give up a photograph that isn\'t decoded in this time, 0 to 86400; 0 never does (default: a minute, and a second more for each megapixel and megabyte).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize plan" q quiet' -l 'quiet' -s 'q' -d 'Print only errors.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize plan" v verbose' -l 'verbose' -s 'v' -d 'Say more about what happens.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize plan" json' -l 'json' -d 'Report what happens on standard output, one JSON object per line.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize plan"' -l 'styles-dir' -d 'Look for styles in this folder first; may be repeated.' -rfa '(__stylize_complete_directories)'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize plan" config' -l 'config' -d 'Read options from this file (default: the user\'s or the system\'s stylize.yaml).' -rF
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize plan" preset' -l 'preset' -d 'A named set of options from that file.' -rfka '(__stylize_custom_completion ---completion plan -- --preset (count (__stylize_tokens -pc)) (__stylize_tokens -tC))'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_positional "stylize plan" -eq 1' -F
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize plan" version' -l 'version' -d 'Show the version.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize plan" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize styles" l long' -l 'long' -s 'l' -d 'List everything, licences too, however wide.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize styles" json' -l 'json' -d 'Print a JSON array, for programs.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize styles"' -l 'styles-dir' -d 'Look for styles in this folder first; may be repeated.' -rfa '(__stylize_complete_directories)'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize styles" config' -l 'config' -d 'Read options from this file (default: the user\'s or the system\'s stylize.yaml).' -rF
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize styles" preset' -l 'preset' -d 'A named set of options from that file.' -rfka '(__stylize_custom_completion ---completion styles -- --preset (count (__stylize_tokens -pc)) (__stylize_tokens -tC))'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize styles" version' -l 'version' -d 'Show the version.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize styles" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize sheet"' -l 'styles' -d 'Styles, separated by commas, or a mix; may be repeated (default: all).' -rfka '(__stylize_custom_completion ---completion sheet -- --styles (count (__stylize_tokens -pc)) (__stylize_tokens -tC))'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize sheet" strengths' -l 'strengths' -d 'Strengths of the styles, separated by commas: 0.4,0.7,1.' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize sheet" size' -l 'size' -d 'The longer side of each picture, 32 to 4096 pixels (default: 320).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize sheet" stroke-size' -l 'stroke-size' -d 'How large the strokes are: auto (large enough to be seen at any picture size) or a factor from 1 to 64 (default: auto).' -rfka 'auto'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize sheet" detail' -l 'detail' -d 'How much of the photograph\'s fine edges to keep under large strokes, from 0 to 1 (default: 1).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize sheet" grain' -l 'grain' -d 'How much grain to give skies and other even surfaces, from 0 to 2; 1 is what the style recommends (default: 1).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize sheet" keep-colors keep-colours' -l 'keep-colors' -l 'keep-colours' -d 'Keep the photograph\'s colours; take only light and dark from the painting.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize sheet" mask' -l 'mask' -d 'A picture that says where to paint: white is painted, black stays the photograph.' -rF
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize sheet" quality' -l 'quality' -d '1 to 100, for formats that have a quality.' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize sheet" existing' -l 'existing' -d 'What to do if the sheet already exists.' -rfka 'fail overwrite'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize sheet" bit-depth' -l 'bit-depth' -d 'Bits per channel: 8 or 16.' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize sheet" t tile' -l 'tile' -s 't' -d 'The edge of a tile in pixels, 0 to 65536; 0 picks one (default: 0).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize sheet" device g' -s 'g' -l 'device' -d 'Where to paint: auto, cpu, gpu, numbers as listed by \'stylize devices\' (0,1), or part of a name.' -rfka '(__stylize_custom_completion ---completion sheet -- --device (count (__stylize_tokens -pc)) (__stylize_tokens -tC))'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize sheet" threads' -l 'threads' -d 'Processor threads, 1 to 1024 (default: one per processor).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize sheet" precision' -l 'precision' -d 'Store feature maps in half or single precision.' -rfka 'half single'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize sheet" max-pixels' -l 'max-pixels' -d 'Refuse photographs with more pixels than this (default: 2000000000).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize sheet" memory' -l 'memory' -d 'The most memory the whole program may take: 4G, 800M (default: most of what is free).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize sheet" vram' -l 'vram' -d 'The most memory feature maps may take on a graphics card (default: most of what is free).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize sheet" scratch' -l 'scratch' -d 'Where to put what doesn\'t fit into memory, in files without a name.' -rfa '(__stylize_complete_directories)'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize sheet" allow-untrusted' -l 'allow-untrusted' -d 'Also read formats whose decoders libvips doesn\'t trust.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize sheet" decode-timeout' -l 'decode-timeout' -d 'Give up a photograph that isn\'t decoded in this time, 0 to 86400; 0 never does (default: a minute, and a second more for each megapixel and megabyte).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize sheet" q quiet' -l 'quiet' -s 'q' -d 'Print only errors.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize sheet" v verbose' -l 'verbose' -s 'v' -d 'Say more about what happens.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize sheet"' -l 'styles-dir' -d 'Look for styles in this folder first; may be repeated.' -rfa '(__stylize_complete_directories)'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize sheet" config' -l 'config' -d 'Read options from this file (default: the user\'s or the system\'s stylize.yaml).' -rF
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize sheet" preset' -l 'preset' -d 'A named set of options from that file.' -rfka '(__stylize_custom_completion ---completion sheet -- --preset (count (__stylize_tokens -pc)) (__stylize_tokens -tC))'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_positional "stylize sheet" -eq 1' -F
complete -c 'stylize' -n '__stylize_should_offer_completions_for_positional "stylize sheet" -eq 2' -F
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize sheet" version' -l 'version' -d 'Show the version.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize sheet" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize gallery" size' -l 'size' -d 'The longer side of the pictures, 32 to 4096 pixels (default: 960).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize gallery" existing' -l 'existing' -d 'Whether files that are there already and were not made by an earlier gallery are replaced.' -rfka 'fail overwrite'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize gallery" stroke-size' -l 'stroke-size' -d 'How large the strokes are: auto (large enough to be seen at any picture size) or a factor from 1 to 64 (default: auto).' -rfka 'auto'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize gallery" detail' -l 'detail' -d 'How much of the photograph\'s fine edges to keep under large strokes, from 0 to 1 (default: 1).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize gallery" grain' -l 'grain' -d 'How much grain to give skies and other even surfaces, from 0 to 2; 1 is what the style recommends (default: 1).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize gallery" keep-colors keep-colours' -l 'keep-colors' -l 'keep-colours' -d 'Keep the photograph\'s colours; take only light and dark from the painting.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize gallery" mask' -l 'mask' -d 'A picture that says where to paint: white is painted, black stays the photograph.' -rF
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize gallery" t tile' -l 'tile' -s 't' -d 'The edge of a tile in pixels, 0 to 65536; 0 picks one (default: 0).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize gallery" device g' -s 'g' -l 'device' -d 'Where to paint: auto, cpu, gpu, numbers as listed by \'stylize devices\' (0,1), or part of a name.' -rfka '(__stylize_custom_completion ---completion gallery -- --device (count (__stylize_tokens -pc)) (__stylize_tokens -tC))'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize gallery" threads' -l 'threads' -d 'Processor threads, 1 to 1024 (default: one per processor).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize gallery" precision' -l 'precision' -d 'Store feature maps in half or single precision.' -rfka 'half single'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize gallery" max-pixels' -l 'max-pixels' -d 'Refuse photographs with more pixels than this (default: 2000000000).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize gallery" memory' -l 'memory' -d 'The most memory the whole program may take: 4G, 800M (default: most of what is free).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize gallery" vram' -l 'vram' -d 'The most memory feature maps may take on a graphics card (default: most of what is free).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize gallery" scratch' -l 'scratch' -d 'Where to put what doesn\'t fit into memory, in files without a name.' -rfa '(__stylize_complete_directories)'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize gallery" allow-untrusted' -l 'allow-untrusted' -d 'Also read formats whose decoders libvips doesn\'t trust.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize gallery" decode-timeout' -l 'decode-timeout' -d 'Give up a photograph that isn\'t decoded in this time, 0 to 86400; 0 never does (default: a minute, and a second more for each megapixel and megabyte).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize gallery" q quiet' -l 'quiet' -s 'q' -d 'Print only errors.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize gallery" v verbose' -l 'verbose' -s 'v' -d 'Say more about what happens.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize gallery"' -l 'styles-dir' -d 'Look for styles in this folder first; may be repeated.' -rfa '(__stylize_complete_directories)'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize gallery" config' -l 'config' -d 'Read options from this file (default: the user\'s or the system\'s stylize.yaml).' -rF
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize gallery" preset' -l 'preset' -d 'A named set of options from that file.' -rfka '(__stylize_custom_completion ---completion gallery -- --preset (count (__stylize_tokens -pc)) (__stylize_tokens -tC))'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_positional "stylize gallery" -eq 1' -fa '(__stylize_complete_directories)'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_positional "stylize gallery" -eq 2' -fa '(__stylize_complete_directories)'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize gallery" version' -l 'version' -d 'Show the version.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize gallery" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_positional "stylize import" -eq 1' -F
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize import" name' -l 'name' -d 'The name of the new style.' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize import" title' -l 'title' -d 'The title of the painting that it was trained on.' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize import" artist' -l 'artist' -d 'The painter of that painting.' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize import" year' -l 'year' -d 'The year in which it was painted.' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize import" licence' -l 'licence' -d 'The licence of the weights.' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize import" input-range' -l 'input-range' -d 'The range of the network\'s input: unit (0…1), bytes (0…255), signed (−1…1) or imageNet.' -rfka 'unit bytes signed imageNet'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize import" output-range' -l 'output-range' -d 'The range of its output, in the same words.' -rfka 'unit bytes signed imageNet'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize import" force' -l 'force' -d 'Replace an existing style of that name.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize import"' -l 'styles-dir' -d 'The folder to save the style in (default: stylize/styles in the user\'s data folder).' -rfa '(__stylize_complete_directories)'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize import" version' -l 'version' -d 'Show the version.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize import" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_positional "stylize export" -eq 1' -fka '(__stylize_custom_completion ---completion export -- positional@0 (count (__stylize_tokens -pc)) (__stylize_tokens -tC))'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_positional "stylize export" -eq 2' -fa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'onnx\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize export" strength' -l 'strength' -d 'How strong the style is, from 0 (the photograph) to 1.5 (default: 1).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize export" force' -l 'force' -d 'Replace an existing file.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize export"' -l 'styles-dir' -d 'Look for styles in this folder first; may be repeated.' -rfa '(__stylize_complete_directories)'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize export" version' -l 'version' -d 'Show the version.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize export" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize devices" json' -l 'json' -d 'Print a JSON object, for programs.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize devices" measure' -l 'measure' -d 'Measure every device again.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize devices" version' -l 'version' -d 'Show the version.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize devices" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize tune" device g' -s 'g' -l 'device' -d 'gpu, numbers as listed by \'stylize devices\' (0,1), or part of a name.' -rfka '(__stylize_custom_completion ---completion tune -- --device (count (__stylize_tokens -pc)) (__stylize_tokens -tC))'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize tune" seconds' -l 'seconds' -d 'How many seconds to go on starting trials on each device (default: 60).' -rfka ''
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize tune" version' -l 'version' -d 'Show the version.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize tune" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize manual" version' -l 'version' -d 'Show the version.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize manual" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_flags_or_options "stylize help" version' -l 'version' -d 'Show the version.'
complete -c 'stylize' -n '__stylize_should_offer_completions_for_positional "stylize" -ge 1' -F
