# Sourced by bash: adds the stack's variables, and the image's defaults, to what the caller has not set itself.
# The same as warm/environment.py does for a dbt command.
for _file in /run/secrets/dbt.env /etc/dbt/defaults.env; do
    [ -r "$_file" ] || continue
    while IFS= read -r _line || [ -n "$_line" ]; do
        [[ $_line =~ ^([A-Za-z_][A-Za-z_0-9]*)= ]] || continue
        [ -n "${!BASH_REMATCH[1]+set}" ] || export "$_line"
    done < "$_file"
done
unset _file _line
