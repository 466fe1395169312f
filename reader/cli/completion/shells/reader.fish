# Completion of `reader` for fish: commands, options, note ids, tags, articles, files.
# In ~/.config/fish/config.fish:  reader completion fish | source
# or as the file ~/.config/fish/completions/reader.fish.

function __reader_answer
    # fish quotes what is inserted; the word typed so far comes with its quotes
    set -l typed (commandline -ct)
    set -l plain (string unescape -- $typed 2>/dev/null; or string replace -r -- "^[\"']" "" $typed)
    set -l words (commandline -opc) "$plain"
    for line in ($words[1] completion answer -- $words[2..-1] 2>/dev/null)
        if test "$line" = files
            __fish_complete_path "$typed"
        else
            echo $line
        end
    end
end

complete -c reader -f -a '(__reader_answer)'
