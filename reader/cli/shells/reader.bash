# Completion of `reader` for bash: commands, options, note ids, tags, articles, files.
# In ~/.bashrc:  eval "$(reader completion bash)"

_reader() {
    local line words=("${COMP_WORDS[@]}") current="$COMP_CWORD"
    # Bash takes a colon and an equals sign for words of their own; a URL and tag:city are one.
    if declare -F _get_comp_words_by_ref >/dev/null; then
        local cur prev cword
        _get_comp_words_by_ref -n ":=" -w words -i cword cur prev
        current="$cword"
    fi
    local typed="${words[current]}" begun=""
    [[ "$COMP_WORDBREAKS" == *:* && "$typed" == *:* ]] && begun="${typed%"${typed##*:}"}"
    [[ "$COMP_WORDBREAKS" == *=* && -z "$begun" && "$typed" == *=* ]] && begun="${typed%"${typed##*=}"}"
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ "$line" == files ]]; then
            local IFS=$'\n'
            compopt -o filenames 2>/dev/null
            COMPREPLY+=($(compgen -f -- "$typed"))
        else
            line="${line%%$'\t'*}"
            COMPREPLY+=("${line#"$begun"}")
        fi
    done < <("${words[0]}" completion answer -- "${words[@]:1:current}" 2>/dev/null)
    [[ ${#COMPREPLY[@]} == 1 && "${COMPREPLY[0]}" == *: ]] && compopt -o nospace 2>/dev/null
    return 0
}

complete -F _reader reader
