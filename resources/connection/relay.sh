# shellcheck shell=dash
# relay.sh - joins this channel's stdin and stdout to a socket of the host, for an sshd that forbids forwarding.
# Parameters: KIND (unix or tcp), PLACE (socket path or loopback port). Prints: the record `open`, then the socket's bytes as they are.
# Changes nothing; ends when either side does.

# Two copying processes, so that neither direction waits for the other; a socket that ignores our end is left after 10 s.
perl_relay() {
	# shellcheck disable=SC2016
	exec perl -e '
		use Socket;
		my ($kind, $place) = @ARGV;
		my $made = $kind eq "unix" ? socket(S, PF_UNIX, SOCK_STREAM, 0) : socket(S, PF_INET, SOCK_STREAM, 0);
		my $to = $kind eq "unix" ? pack_sockaddr_un($place) : pack_sockaddr_in($place, INADDR_LOOPBACK);
		exit 71 unless $made && connect(S, $to);
		syswrite STDOUT, "open\n";
		sub copy {
			my ($in, $out) = @_;
			while (my $n = sysread $in, my $bytes, 65536) {
				for (my $p = 0; $p < $n;) { my $w = syswrite $out, $bytes, $n - $p, $p; return unless defined $w; $p += $w }
			}
		}
		my $parent = $$;
		my $child = fork;
		exit 70 unless defined $child;
		if (!$child) { copy(\*S, \*STDOUT); kill "TERM", $parent; exit 0 }
		copy(\*STDIN, \*S);
		shutdown S, 1;
		$SIG{ALRM} = sub { kill "TERM", $child };
		alarm 10;
		waitpid $child, 0;
	' "$KIND" "$PLACE"
}

python_relay() {
	exec python3 -c '
import os, signal, socket, sys
kind, place = sys.argv[1:]
s = socket.socket(socket.AF_UNIX if kind == "unix" else socket.AF_INET, socket.SOCK_STREAM)
try:
    s.connect(place if kind == "unix" else ("127.0.0.1", int(place)))
except OSError:
    os._exit(71)
os.write(1, b"open\n")
def copy(source, target):
    while True:
        data = os.read(source, 65536)
        if not data:
            return
        while data:
            data = data[os.write(target, data):]
parent = os.getpid()
child = os.fork()
if child == 0:
    try:
        copy(s.fileno(), 1)
    finally:
        os.kill(parent, signal.SIGTERM)
        os._exit(0)
copy(0, s.fileno())
s.shutdown(socket.SHUT_WR)
signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGTERM))
signal.alarm(10)
os.waitpid(child, 0)
' "$KIND" "$PLACE"
}

# These cannot say when they are connected; whoever is refused then sees the stream end.
plain_relay() {
	if [ "$KIND" = unix ]; then
		[ -S "$PLACE" ] || exit 71
		if have socat; then
			printf 'open\n'
			exec socat - "UNIX-CONNECT:$PLACE"
		fi
		printf 'open\n'
		exec nc -U "$PLACE"
	fi
	printf 'open\n'
	if have socat; then exec socat - "TCP:127.0.0.1:$PLACE"; fi
	exec nc 127.0.0.1 "$PLACE"
}

main() {
	case $KIND in unix | tcp) ;; *) fail internal 'The relay knows only unix and tcp.' ;; esac
	if have perl; then perl_relay; fi
	if have python3; then python_relay; fi
	if have socat || have nc; then plain_relay; fi
	fail forward-refused 'SSH forwarding is off, and there is no perl, python3, socat or nc to do without it; install perl-base.'
}
main
