#!/bin/sh
# Makes a second machine out of this one: the same files, and whatever is changed on it goes to memory and is gone afterwards.
# Called by the class SpareMachine, in a mount namespace of its own: sh spare-machine.sh DIRECTORY FILE…
# DIRECTORY is an empty one to mount it on; each FILE is copied into /packages on it. It is there until the input ends.
set -eu

directory=$1
shift

mount -t tmpfs -o mode=0755 spare-machine "$directory"
mkdir "$directory/changes" "$directory/work" "$directory/root"
mount -t overlay -o "lowerdir=/,upperdir=$directory/changes,workdir=$directory/work" overlay "$directory/root"
root=$directory/root

mkdir "$root/packages"
cp "$@" "$root/packages"

mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs -o mode=0755 run "$root/run"
mount -t tmpfs -o mode=1777 tmp "$root/tmp"

# Container images have one that starts no service. This machine has a stand-in for systemd instead, which notes what it is told;
# what concerns files only, such as enabling a unit, goes on to the real one.
rm -f "$root/usr/sbin/policy-rc.d"
mkdir -p "$root/run/systemd/system"
cat >"$root/run/systemctl" <<'SYSTEMCTL'
#!/bin/sh
printf '%s\n' "$*" >>/run/systemctl.calls
case " $* " in
  *' --root='*) exec /usr/bin/systemctl.real "$@" ;;
  *' is-enabled '*) echo enabled ;;
esac
SYSTEMCTL
chmod +x "$root/run/systemctl"
mv "$root/usr/bin/systemctl" "$root/usr/bin/systemctl.real"
mv "$root/run/systemctl" "$root/usr/bin/systemctl"

# It says so from inside: whoever enters BEFORE this would still have this machine for its root.
exec chroot "$root" sh -c "echo ready; exec cat"
