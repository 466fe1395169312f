# Completion of `reader` for bash: commands, options, note ids, tags, articles, files.
# In ~/.bashrc:  eval "$(reader completion bash)"

# Prints a word as it is typed, without its quotes and backslashes.
_reader_unquote() {
    case "$1" in
        \"*) local word="${1#\"}"; word="${word%\"}"; printf '%s' "${word//\\/}" ;;
        \'*) local word="${1#\'}"; printf '%s' "${word%\'}" ;;
        *) printf '%s' "${1//\\/}" ;;
    esac
}

# Prints a completion so that the shell takes it literally; $1 is the quotation mark that the word began with.
_reader_quote() {
    local word="$2" tilde=""
    case "$1" in
        \") word="${word//\\/\\\\}"; word="${word//\"/\\\"}"; word="${word//\$/\\\$}"; printf '%s' "${word//\`/\\\`}" ;;
        \') printf '%s' "${word//\'/\'\\\'\'}" ;;
        *)
            [[ "$word" == "~/"* ]] && tilde="~/" word="${word#"~/"}"
            [[ -n "$word" ]] && printf -v word '%q' "$word"
            printf '%s' "$tilde$word"
            ;;
    esac
}

_reader() {
    local line name words=("${COMP_WORDS[@]}") current="$COMP_CWORD" asked=()
    # Bash takes a colon and an equals sign for words of their own; a URL and tag:city are one.
    if declare -F _get_comp_words_by_ref >/dev/null; then
        local cur prev cword
        _get_comp_words_by_ref -n ":=" -w words -i cword cur prev
        current="$cword"
    fi
    local raw="${words[current]}" begun="" mark=""
    [[ "$raw" == [\"\']* ]] && mark="${raw:0:1}"
    for line in "${words[@]:1:current}"; do
        asked+=("$(_reader_unquote "$line")")
    done
    local typed="${asked[-1]-}"
    [[ -z "$mark" && "$COMP_WORDBREAKS" == *:* && "$typed" == *:* ]] && begun="${typed%"${typed##*:}"}"
    [[ -z "$mark$begun" && "$COMP_WORDBREAKS" == *=* && "$typed" == *=* ]] && begun="${typed%"${typed##*=}"}"
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ "$line" == files ]]; then
            while IFS= read -r name; do
                [[ -d "${name/#"~/"/$HOME/}" ]] && name="$name/"
                COMPREPLY+=("$(_reader_quote "$mark" "$name")")
            done < <(compgen -f -- "$typed")
        else
            line="${line%%$'\t'*}"
            COMPREPLY+=("$(_reader_quote "$mark" "${line#"$begun"}")")
        fi
    done < <("${words[0]}" completion answer -- "${asked[@]}" 2>/dev/null)
    [[ ${#COMPREPLY[@]} == 1 && "${COMPREPLY[0]}" == *[:/] ]] && compopt -o nospace 2>/dev/null
    return 0
}

complete -F _reader reader
