#!/bin/sh
# Another machine, as far as Docker can tell: a network of its own, and in it a Docker daemon and an SSH server, neither of which
# sees the checkout. It is there until the process that asked for it or its folder is gone, and then leaves nothing behind.
#
#   remote-machine.sh <process> <folder> <number> <checkout>
#
# The folder holds sshd_config, and gets log and docker.sock. The machine's address is 10.213.<number>.2.
process=$1 folder=$2 number=$3 checkout=$4
name=adbt-$number subnet=10.213.$number.0/24
exec >"$folder/log" 2>&1

tidy() {
    echo "tidying up"
    docker --host "unix://$folder/docker.sock" ps --all --quiet | xargs -r docker --host "unix://$folder/docker.sock" rm --force --volumes
    kill $server $daemon
    wait
    ip netns delete "$name"
    ip link delete "$name" 2>/dev/null
    iptables -t nat -D POSTROUTING -s "$subnet" ! -o "$name" -j MASQUERADE
    iptables -D FORWARD -i "$name" -j ACCEPT
    iptables -D FORWARD -o "$name" -j ACCEPT
    rm -rf "$folder"
}

ip netns add "$name"
ip link add "$name" type veth peer name eth0 netns "$name"
ip addr add "10.213.$number.1/24" dev "$name"
ip link set "$name" up
inside="nsenter --net=/var/run/netns/$name"
$inside ip addr add "10.213.$number.2/24" dev eth0
$inside ip link set eth0 up
$inside ip link set lo up
$inside ip route add default via "10.213.$number.1"
iptables -t nat -A POSTROUTING -s "$subnet" ! -o "$name" -j MASQUERADE
iptables -I FORWARD -i "$name" -j ACCEPT
iptables -I FORWARD -o "$name" -j ACCEPT

# An empty folder in place of the checkout: a container that mounts a path of it would find nothing there.
$inside unshare --mount --propagation private sh -c 'mount -t tmpfs none "$1" && shift && exec "$@"' hidden "$checkout" \
    dockerd --data-root "$folder/data" --exec-root "$folder/exec" --pidfile "$folder/docker.pid" --host "unix://$folder/docker.sock" \
    --bip 10.214.0.1/24 --default-address-pool base=10.214.128.0/17,size=24 &
daemon=$!
mkdir -p /run/sshd
$inside "$(command -v sshd)" -D -e -f "$folder/sshd_config" &
server=$!

while kill -0 "$process" 2>/dev/null && [ ! -e "$folder/remove" ]; do sleep 1; done
tidy
