#!/bin/bash

__stylize_cursor_index_in_current_word() {
    local remaining="${COMP_LINE}"

    local word
    for word in "${COMP_WORDS[@]::COMP_CWORD}"; do
        remaining="${remaining##*([[:space:]])"${word}"*([[:space:]])}"
    done

    local -ir index="$((COMP_POINT - ${#COMP_LINE} + ${#remaining}))"
    if [[ "${index}" -le 0 ]]; then
        printf 0
    else
        printf %s "${index}"
    fi
}

# positional arguments:
#
# - 1: the current (sub)command's count of positional arguments
#
# required variables:
#
# - repeating_flags: the repeating flags that the current (sub)command can accept
# - non_repeating_flags: the non-repeating flags that the current (sub)command can accept
# - repeating_options: the repeating options that the current (sub)command can accept
# - non_repeating_options: the non-repeating options that the current (sub)command can accept
# - positional_number: value ignored
# - unparsed_words: unparsed words from the current command line
#
# modified variables:
#
# - non_repeating_flags: remove flags for this (sub)command that are already on the command line
# - non_repeating_options: remove options for this (sub)command that are already on the command line
# - positional_number: set to the current positional number
# - unparsed_words: remove all flags, options, and option values for this (sub)command
__stylize_offer_flags_options() {
    local -ir positional_count="${1}"
    positional_number=0

    local was_flag_option_terminator_seen=false
    local is_parsing_option_value=false

    local -ar unparsed_word_indices=("${!unparsed_words[@]}")
    local -i word_index
    for word_index in "${unparsed_word_indices[@]}"; do
        if "${is_parsing_option_value}"; then
            # This word is an option value:
            # Reset marker for next word iff not currently the last word
            [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]] && is_parsing_option_value=false
            unset "unparsed_words[${word_index}]"
            # Do not process this word as a flag or an option
            continue
        fi

        local word="${unparsed_words["${word_index}"]}"
        if ! "${was_flag_option_terminator_seen}"; then
            case "${word}" in
            --)
                unset "unparsed_words[${word_index}]"
                # by itself -- is a flag/option terminator, but if it is the last word, it is the start of a completion
                if [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]]; then
                    was_flag_option_terminator_seen=true
                fi
                continue
                ;;
            -*)
                # ${word} is a flag or an option
                # If ${word} is an option, mark that the next word to be parsed is an option value
                local option
                for option in "${repeating_options[@]}" "${non_repeating_options[@]}"; do
                    [[ "${word}" = "${option}" ]] && is_parsing_option_value=true && break
                done

                # Remove ${word} from ${non_repeating_flags} or ${non_repeating_options} so it isn't offered again
                local not_found=true
                local -i index
                for index in "${!non_repeating_flags[@]}"; do
                    if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                        unset "non_repeating_flags[${index}]"
                        non_repeating_flags=("${non_repeating_flags[@]}")
                        not_found=false
                        break
                    fi
                done
                if "${not_found}"; then
                    for index in "${!non_repeating_flags[@]}"; do
                        if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                            unset "non_repeating_flags[${index}]"
                            non_repeating_flags=("${non_repeating_flags[@]}")
                            break
                        fi
                    done
                fi
                unset "unparsed_words[${word_index}]"
                continue
                ;;
            esac
        fi

        # ${word} is neither a flag, nor an option, nor an option value
        if [[ "${positional_number}" -lt "${positional_count}" || "${positional_count}" -lt 0 ]]; then
            # ${word} is a positional
            ((positional_number++))
            unset "unparsed_words[${word_index}]"
        else
            if [[ -z "${word}" ]]; then
                # Could be completing a flag, option, or subcommand
                positional_number=-1
            else
                # ${word} is a subcommand or invalid, so stop processing this (sub)command
                positional_number=-2
            fi
            break
        fi
    done

    unparsed_words=("${unparsed_words[@]}")

    if\
        ! "${was_flag_option_terminator_seen}"\
        && ! "${is_parsing_option_value}"\
        && [[ ("${cur}" = -* && "${positional_number}" -ge 0) || "${positional_number}" -eq -1 ]]
    then
        COMPREPLY+=($(compgen -W "${repeating_flags[*]} ${non_repeating_flags[*]} ${repeating_options[*]} ${non_repeating_options[*]}" -- "${cur}"))
    fi
}

__stylize_add_completions() {
    local completion
    while IFS='' read -r completion; do
        COMPREPLY+=("${completion}")
    done < <(IFS=$'\n' compgen "${@}" -- "${cur}")
}

__stylize_custom_complete() {
    if [[ -n "${cur}" || -z ${COMP_WORDS[${COMP_CWORD}]} || "${COMP_LINE:${COMP_POINT}:1}" != ' ' ]]; then
        local -ar words=("${COMP_WORDS[@]}")
    else
        local -ar words=("${COMP_WORDS[@]::${COMP_CWORD}}" '' "${COMP_WORDS[@]:${COMP_CWORD}}")
    fi

    "${COMP_WORDS[0]}" "${@}" "${words[@]}"
}

_stylize() {
    local state
    state="$(shopt -p;shopt -po)"
    trap "${state//$'\n'/;}" RETURN
    shopt -s extglob
    set +o history +o posix

    local -xr SAP_SHELL=bash
    local -x SAP_SHELL_VERSION
    SAP_SHELL_VERSION="$(IFS='.';printf %s "${BASH_VERSINFO[*]}")"
    local -r SAP_SHELL_VERSION

    local -r cur="${2}"
    local -r prev="${3}"

    local -i positional_number
    local -a unparsed_words=("${COMP_WORDS[@]:1:${COMP_CWORD}}")

    local -a repeating_flags=()
    local -a non_repeating_flags=(--keep-colors --keep-colours --recursive -r -0 --null --strip --no-journal -n --dry-run --allow-untrusted --quiet -q --verbose -v --json --version -h --help)
    local -a repeating_options=(--include --exclude --styles-dir)
    local -a non_repeating_options=(--style -s --stroke-size --detail --grain --mask --strength --shard --files-from --format -f --quality --bit-depth --existing --output-template --jobs -j --retries --journal --nice --time-limit --tile -t -g --device --threads --precision --max-pixels --memory --vram --scratch --decode-timeout --config --preset)
    __stylize_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--style'|'-s')
        __stylize_add_completions -W "$(__stylize_custom_complete ---completion -- --style "${COMP_CWORD}" "$(__stylize_cursor_index_in_current_word)")"
        return
        ;;
    '--stroke-size')
        __stylize_add_completions -W 'auto'
        return
        ;;
    '--detail')
        return
        ;;
    '--grain')
        return
        ;;
    '--mask')
        __stylize_add_completions -f
        return
        ;;
    '--strength')
        return
        ;;
    '--include')
        return
        ;;
    '--exclude')
        return
        ;;
    '--shard')
        __stylize_add_completions -W 'auto'
        return
        ;;
    '--files-from')
        __stylize_add_completions -f
        return
        ;;
    '--format'|'-f')
        return
        ;;
    '--quality')
        return
        ;;
    '--bit-depth')
        return
        ;;
    '--existing')
        __stylize_add_completions -W 'skip'$'\n''overwrite'$'\n''fail'$'\n''newer'
        return
        ;;
    '--output-template')
        return
        ;;
    '--jobs'|'-j')
        return
        ;;
    '--retries')
        return
        ;;
    '--journal')
        __stylize_add_completions -f
        return
        ;;
    '--nice')
        return
        ;;
    '--time-limit')
        return
        ;;
    '--tile'|'-t')
        return
        ;;
    '-g'|'--device')
        __stylize_add_completions -W "$(__stylize_custom_complete ---completion -- --device "${COMP_CWORD}" "$(__stylize_cursor_index_in_current_word)")"
        return
        ;;
    '--threads')
        return
        ;;
    '--precision')
        __stylize_add_completions -W 'half'$'\n''single'
        return
        ;;
    '--max-pixels')
        return
        ;;
    '--memory')
        return
        ;;
    '--vram')
        return
        ;;
    '--scratch')
        __stylize_add_completions -d
        return
        ;;
    '--decode-timeout')
        return
        ;;
    '--styles-dir')
        __stylize_add_completions -d
        return
        ;;
    '--config')
        __stylize_add_completions -f
        return
        ;;
    '--preset')
        __stylize_add_completions -W "$(__stylize_custom_complete ---completion -- --preset "${COMP_CWORD}" "$(__stylize_cursor_index_in_current_word)")"
        return
        ;;
    esac

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    paint|watch|plan|styles|sheet|gallery|import|export|devices|tune|manual|help)
        # Offer subcommand argument completions
        "_stylize_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'paint watch plan styles sheet gallery import export devices tune manual help' -- "${cur}"))
        ;;
    esac
}

_stylize_paint() {
    repeating_flags=()
    non_repeating_flags=(--keep-colors --keep-colours --recursive -r -0 --null --strip --no-journal -n --dry-run --allow-untrusted --quiet -q --verbose -v --json --version -h --help)
    repeating_options=(--include --exclude --styles-dir)
    non_repeating_options=(--style -s --stroke-size --detail --grain --mask --strength --shard --files-from --format -f --quality --bit-depth --existing --output-template --jobs -j --retries --journal --nice --time-limit --tile -t -g --device --threads --precision --max-pixels --memory --vram --scratch --decode-timeout --config --preset)
    __stylize_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--style'|'-s')
        __stylize_add_completions -W "$(__stylize_custom_complete ---completion paint -- --style "${COMP_CWORD}" "$(__stylize_cursor_index_in_current_word)")"
        return
        ;;
    '--stroke-size')
        __stylize_add_completions -W 'auto'
        return
        ;;
    '--detail')
        return
        ;;
    '--grain')
        return
        ;;
    '--mask')
        __stylize_add_completions -f
        return
        ;;
    '--strength')
        return
        ;;
    '--include')
        return
        ;;
    '--exclude')
        return
        ;;
    '--shard')
        __stylize_add_completions -W 'auto'
        return
        ;;
    '--files-from')
        __stylize_add_completions -f
        return
        ;;
    '--format'|'-f')
        return
        ;;
    '--quality')
        return
        ;;
    '--bit-depth')
        return
        ;;
    '--existing')
        __stylize_add_completions -W 'skip'$'\n''overwrite'$'\n''fail'$'\n''newer'
        return
        ;;
    '--output-template')
        return
        ;;
    '--jobs'|'-j')
        return
        ;;
    '--retries')
        return
        ;;
    '--journal')
        __stylize_add_completions -f
        return
        ;;
    '--nice')
        return
        ;;
    '--time-limit')
        return
        ;;
    '--tile'|'-t')
        return
        ;;
    '-g'|'--device')
        __stylize_add_completions -W "$(__stylize_custom_complete ---completion paint -- --device "${COMP_CWORD}" "$(__stylize_cursor_index_in_current_word)")"
        return
        ;;
    '--threads')
        return
        ;;
    '--precision')
        __stylize_add_completions -W 'half'$'\n''single'
        return
        ;;
    '--max-pixels')
        return
        ;;
    '--memory')
        return
        ;;
    '--vram')
        return
        ;;
    '--scratch')
        __stylize_add_completions -d
        return
        ;;
    '--decode-timeout')
        return
        ;;
    '--styles-dir')
        __stylize_add_completions -d
        return
        ;;
    '--config')
        __stylize_add_completions -f
        return
        ;;
    '--preset')
        __stylize_add_completions -W "$(__stylize_custom_complete ---completion paint -- --preset "${COMP_CWORD}" "$(__stylize_cursor_index_in_current_word)")"
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __stylize_add_completions -f
        return
        ;;
    esac
}

_stylize_watch() {
    repeating_flags=()
    non_repeating_flags=(--keep-colors --keep-colours --recursive -r --strip --no-journal --allow-untrusted --quiet -q --verbose -v --json --version -h --help)
    repeating_options=(--include --exclude --styles-dir)
    non_repeating_options=(--style -s --stroke-size --detail --grain --mask --strength --after --failed --poll --shard --format -f --quality --bit-depth --existing --output-template --jobs -j --retries --journal --nice --time-limit --tile -t -g --device --threads --precision --max-pixels --memory --vram --scratch --decode-timeout --config --preset)
    __stylize_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--style'|'-s')
        __stylize_add_completions -W "$(__stylize_custom_complete ---completion watch -- --style "${COMP_CWORD}" "$(__stylize_cursor_index_in_current_word)")"
        return
        ;;
    '--stroke-size')
        __stylize_add_completions -W 'auto'
        return
        ;;
    '--detail')
        return
        ;;
    '--grain')
        return
        ;;
    '--mask')
        __stylize_add_completions -f
        return
        ;;
    '--strength')
        return
        ;;
    '--after')
        return
        ;;
    '--failed')
        __stylize_add_completions -d
        return
        ;;
    '--poll')
        return
        ;;
    '--include')
        return
        ;;
    '--exclude')
        return
        ;;
    '--shard')
        __stylize_add_completions -W 'auto'
        return
        ;;
    '--format'|'-f')
        return
        ;;
    '--quality')
        return
        ;;
    '--bit-depth')
        return
        ;;
    '--existing')
        __stylize_add_completions -W 'skip'$'\n''overwrite'$'\n''fail'$'\n''newer'
        return
        ;;
    '--output-template')
        return
        ;;
    '--jobs'|'-j')
        return
        ;;
    '--retries')
        return
        ;;
    '--journal')
        __stylize_add_completions -f
        return
        ;;
    '--nice')
        return
        ;;
    '--time-limit')
        return
        ;;
    '--tile'|'-t')
        return
        ;;
    '-g'|'--device')
        __stylize_add_completions -W "$(__stylize_custom_complete ---completion watch -- --device "${COMP_CWORD}" "$(__stylize_cursor_index_in_current_word)")"
        return
        ;;
    '--threads')
        return
        ;;
    '--precision')
        __stylize_add_completions -W 'half'$'\n''single'
        return
        ;;
    '--max-pixels')
        return
        ;;
    '--memory')
        return
        ;;
    '--vram')
        return
        ;;
    '--scratch')
        __stylize_add_completions -d
        return
        ;;
    '--decode-timeout')
        return
        ;;
    '--styles-dir')
        __stylize_add_completions -d
        return
        ;;
    '--config')
        __stylize_add_completions -f
        return
        ;;
    '--preset')
        __stylize_add_completions -W "$(__stylize_custom_complete ---completion watch -- --preset "${COMP_CWORD}" "$(__stylize_cursor_index_in_current_word)")"
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __stylize_add_completions -d
        return
        ;;
    2)
        __stylize_add_completions -d
        return
        ;;
    esac
}

_stylize_plan() {
    repeating_flags=()
    non_repeating_flags=(--keep-colors --keep-colours --allow-untrusted --quiet -q --verbose -v --json --version -h --help)
    repeating_options=(--styles-dir)
    non_repeating_options=(--style -s --stroke-size --detail --grain --mask --strength --format -f --bit-depth --tile -t -g --device --threads --precision --max-pixels --memory --vram --scratch --decode-timeout --config --preset)
    __stylize_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--style'|'-s')
        __stylize_add_completions -W "$(__stylize_custom_complete ---completion plan -- --style "${COMP_CWORD}" "$(__stylize_cursor_index_in_current_word)")"
        return
        ;;
    '--stroke-size')
        __stylize_add_completions -W 'auto'
        return
        ;;
    '--detail')
        return
        ;;
    '--grain')
        return
        ;;
    '--mask')
        __stylize_add_completions -f
        return
        ;;
    '--strength')
        return
        ;;
    '--format'|'-f')
        return
        ;;
    '--bit-depth')
        return
        ;;
    '--tile'|'-t')
        return
        ;;
    '-g'|'--device')
        __stylize_add_completions -W "$(__stylize_custom_complete ---completion plan -- --device "${COMP_CWORD}" "$(__stylize_cursor_index_in_current_word)")"
        return
        ;;
    '--threads')
        return
        ;;
    '--precision')
        __stylize_add_completions -W 'half'$'\n''single'
        return
        ;;
    '--max-pixels')
        return
        ;;
    '--memory')
        return
        ;;
    '--vram')
        return
        ;;
    '--scratch')
        __stylize_add_completions -d
        return
        ;;
    '--decode-timeout')
        return
        ;;
    '--styles-dir')
        __stylize_add_completions -d
        return
        ;;
    '--config')
        __stylize_add_completions -f
        return
        ;;
    '--preset')
        __stylize_add_completions -W "$(__stylize_custom_complete ---completion plan -- --preset "${COMP_CWORD}" "$(__stylize_cursor_index_in_current_word)")"
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __stylize_add_completions -f
        return
        ;;
    esac
}

_stylize_styles() {
    repeating_flags=()
    non_repeating_flags=(--long -l --json --version -h --help)
    repeating_options=(--styles-dir)
    non_repeating_options=(--config --preset)
    __stylize_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--styles-dir')
        __stylize_add_completions -d
        return
        ;;
    '--config')
        __stylize_add_completions -f
        return
        ;;
    '--preset')
        __stylize_add_completions -W "$(__stylize_custom_complete ---completion styles -- --preset "${COMP_CWORD}" "$(__stylize_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_stylize_sheet() {
    repeating_flags=()
    non_repeating_flags=(--keep-colors --keep-colours --allow-untrusted --quiet -q --verbose -v --version -h --help)
    repeating_options=(--styles --styles-dir)
    non_repeating_options=(--strengths --size --stroke-size --detail --grain --mask --quality --existing --bit-depth --tile -t -g --device --threads --precision --max-pixels --memory --vram --scratch --decode-timeout --config --preset)
    __stylize_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--styles')
        __stylize_add_completions -W "$(__stylize_custom_complete ---completion sheet -- --styles "${COMP_CWORD}" "$(__stylize_cursor_index_in_current_word)")"
        return
        ;;
    '--strengths')
        return
        ;;
    '--size')
        return
        ;;
    '--stroke-size')
        __stylize_add_completions -W 'auto'
        return
        ;;
    '--detail')
        return
        ;;
    '--grain')
        return
        ;;
    '--mask')
        __stylize_add_completions -f
        return
        ;;
    '--quality')
        return
        ;;
    '--existing')
        __stylize_add_completions -W 'fail'$'\n''overwrite'
        return
        ;;
    '--bit-depth')
        return
        ;;
    '--tile'|'-t')
        return
        ;;
    '-g'|'--device')
        __stylize_add_completions -W "$(__stylize_custom_complete ---completion sheet -- --device "${COMP_CWORD}" "$(__stylize_cursor_index_in_current_word)")"
        return
        ;;
    '--threads')
        return
        ;;
    '--precision')
        __stylize_add_completions -W 'half'$'\n''single'
        return
        ;;
    '--max-pixels')
        return
        ;;
    '--memory')
        return
        ;;
    '--vram')
        return
        ;;
    '--scratch')
        __stylize_add_completions -d
        return
        ;;
    '--decode-timeout')
        return
        ;;
    '--styles-dir')
        __stylize_add_completions -d
        return
        ;;
    '--config')
        __stylize_add_completions -f
        return
        ;;
    '--preset')
        __stylize_add_completions -W "$(__stylize_custom_complete ---completion sheet -- --preset "${COMP_CWORD}" "$(__stylize_cursor_index_in_current_word)")"
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __stylize_add_completions -f
        return
        ;;
    2)
        __stylize_add_completions -f
        return
        ;;
    esac
}

_stylize_gallery() {
    repeating_flags=()
    non_repeating_flags=(--keep-colors --keep-colours --allow-untrusted --quiet -q --verbose -v --version -h --help)
    repeating_options=(--styles-dir)
    non_repeating_options=(--size --existing --stroke-size --detail --grain --mask --tile -t -g --device --threads --precision --max-pixels --memory --vram --scratch --decode-timeout --config --preset)
    __stylize_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--size')
        return
        ;;
    '--existing')
        __stylize_add_completions -W 'fail'$'\n''overwrite'
        return
        ;;
    '--stroke-size')
        __stylize_add_completions -W 'auto'
        return
        ;;
    '--detail')
        return
        ;;
    '--grain')
        return
        ;;
    '--mask')
        __stylize_add_completions -f
        return
        ;;
    '--tile'|'-t')
        return
        ;;
    '-g'|'--device')
        __stylize_add_completions -W "$(__stylize_custom_complete ---completion gallery -- --device "${COMP_CWORD}" "$(__stylize_cursor_index_in_current_word)")"
        return
        ;;
    '--threads')
        return
        ;;
    '--precision')
        __stylize_add_completions -W 'half'$'\n''single'
        return
        ;;
    '--max-pixels')
        return
        ;;
    '--memory')
        return
        ;;
    '--vram')
        return
        ;;
    '--scratch')
        __stylize_add_completions -d
        return
        ;;
    '--decode-timeout')
        return
        ;;
    '--styles-dir')
        __stylize_add_completions -d
        return
        ;;
    '--config')
        __stylize_add_completions -f
        return
        ;;
    '--preset')
        __stylize_add_completions -W "$(__stylize_custom_complete ---completion gallery -- --preset "${COMP_CWORD}" "$(__stylize_cursor_index_in_current_word)")"
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __stylize_add_completions -d
        return
        ;;
    2)
        __stylize_add_completions -d
        return
        ;;
    esac
}

_stylize_import() {
    repeating_flags=()
    non_repeating_flags=(--force --version -h --help)
    repeating_options=(--styles-dir)
    non_repeating_options=(--name --title --artist --year --licence --input-range --output-range)
    __stylize_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--name')
        return
        ;;
    '--title')
        return
        ;;
    '--artist')
        return
        ;;
    '--year')
        return
        ;;
    '--licence')
        return
        ;;
    '--input-range')
        __stylize_add_completions -W 'unit'$'\n''bytes'$'\n''signed'$'\n''imageNet'
        return
        ;;
    '--output-range')
        __stylize_add_completions -W 'unit'$'\n''bytes'$'\n''signed'$'\n''imageNet'
        return
        ;;
    '--styles-dir')
        __stylize_add_completions -d
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __stylize_add_completions -f
        return
        ;;
    esac
}

_stylize_export() {
    repeating_flags=()
    non_repeating_flags=(--force --version -h --help)
    repeating_options=(--styles-dir)
    non_repeating_options=(--strength)
    __stylize_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--strength')
        return
        ;;
    '--styles-dir')
        __stylize_add_completions -d
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __stylize_add_completions -W "$(__stylize_custom_complete ---completion export -- positional@0 "${COMP_CWORD}" "$(__stylize_cursor_index_in_current_word)")"
        return
        ;;
    2)
        __stylize_add_completions -o plusdirs -fX '!*.@(onnx)'
        return
        ;;
    esac
}

_stylize_devices() {
    repeating_flags=()
    non_repeating_flags=(--json --measure --version -h --help)
    repeating_options=()
    non_repeating_options=()
    __stylize_offer_flags_options 0
}

_stylize_tune() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(-g --device --seconds)
    __stylize_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-g'|'--device')
        __stylize_add_completions -W "$(__stylize_custom_complete ---completion tune -- --device "${COMP_CWORD}" "$(__stylize_cursor_index_in_current_word)")"
        return
        ;;
    '--seconds')
        return
        ;;
    esac
}

_stylize_manual() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __stylize_offer_flags_options 0
}

_stylize_help() {
    repeating_flags=()
    non_repeating_flags=(--version)
    repeating_options=()
    non_repeating_options=()
    __stylize_offer_flags_options -1
}

complete -o filenames -o bashdefault -o default -F _stylize stylize
