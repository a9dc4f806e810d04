#!/bin/sh
# CLI 3.220 sends the runtime options of Pulumi.yaml in its request to run the program, but language host 3.60 knows them only
# as flags. It is started in the project's folder, so they are read here.
option() { sed -n "s/^ *$1: *//p" Pulumi.yaml 2>/dev/null | head -n 1; }
typescript=$(option typescript)
nodeargs=$(option nodeargs)
exec "$(dirname "$0")/language-host-nodejs" ${typescript:+-typescript="$typescript"} ${nodeargs:+-nodeargs="$nodeargs"} "$@"
