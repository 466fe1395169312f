#compdef reader
# Completion of `reader` for zsh: commands, options, note ids, tags, articles, files.
# In ~/.zshrc, after compinit:  eval "$(reader completion zsh)"
# or as a file _reader in a folder of $fpath.

_reader() {
    local line files= value what
    local -a found
    for line in "${(@f)$("${words[1]}" completion answer -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
        if [[ "$line" == files ]]; then
            files=yes
        elif [[ -n "$line" ]]; then
            value="${line%%$'\t'*}" what="${line#*$'\t'}"
            value="${value//\\/\\\\}" # _describe takes a backslash for an escape; compadd quotes the rest
            found+=("${value//:/\\:}${what:+:$what}")
        fi
    done
    (( $#found )) && _describe -o 'reader' found
    [[ -n "$files" ]] && _files
    return 0
}

if [[ "$funcstack[1]" == _reader ]]; then
    _reader "$@"
else
    compdef _reader reader
fi
