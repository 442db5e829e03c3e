# x11.pl - speaks just enough X11 and RFB to tell whether a desktop answers, how large it is, and who may enter.
# Arguments: screen (DISPLAY AUTHFILE)... | access DISPLAY USER | greet unix:PATH|tcp:PORT. x11.py is the same in Python.
# Prints: screen: `N WIDTHxHEIGHT DEPTH`, `N refused` or `N silent` a line; access: `closed`, `open WHO` or `silent`;
#   greet: the RFB version and the numbers of its security types, or `silent WHY`. Needs no module.
use strict;

my $COOKIE = "MIT-MAGIC-COOKIE-1";
my ($UNIX, $INET, $STREAM) = (1, 2, 1);
my ($FAMILY_WILD, $FAMILY_LOCAL, $SERVER_INTERPRETED) = (65535, 252, 5);

sub limited {
    my ($code) = @_;
    my $answer = eval {
        local $SIG{ALRM} = sub { die "no answer in 2 s\n" };
        alarm 2;
        my $value = $code->();
        alarm 0;
        $value;
    };
    my $why = $@;
    alarm 0;
    $why =~ s/\s+$//;
    return ($answer, $why);
}

sub take {
    my ($stream, $count) = @_;
    my $bytes = "";
    while (length $bytes < $count) {
        sysread($stream, $bytes, $count - length $bytes, length $bytes) or die "closed the connection\n";
    }
    return $bytes;
}

sub padded { return $_[0] . "\0" x (-length($_[0]) & 3) }

sub text_of {
    my ($file) = @_;
    open(my $handle, "<", $file) or return "";
    binmode $handle;
    local $/;
    my $text = <$handle>;
    return defined $text ? $text : "";
}

# The answer to an X11 connection set-up: status, stream, the rest of the answer.
sub set_up {
    my ($display, $name, $data) = @_;
    my $path = "/tmp/.X11-unix/X$display";
    socket(my $stream, $UNIX, $STREAM, 0) or die "no socket\n";
    connect($stream, pack("S a*", $UNIX, "\0$path")) or connect($stream, pack("S a*", $UNIX, $path)) or die "not listening\n";
    syswrite $stream, pack("a1 x v v v v x2", "l", 11, 0, length $name, length $data) . padded($name) . padded($data);
    my $head = take($stream, 8);
    return (ord $head, $stream, take($stream, 4 * unpack("x6 v", $head)));
}

# The cookie for a display, preferably the one for this host: a shared home holds those of others.
sub cookie {
    my ($file, $display) = @_;
    my $bytes = text_of($file);
    my $host = text_of("/proc/sys/kernel/hostname");
    $host =~ s/\s+$//;
    my ($at, $other) = (0, "");
    while ($at + 2 <= length $bytes) {
        my $family = unpack("n", substr $bytes, $at, 2);
        $at += 2;
        my @field;
        for (1 .. 4) {
            my $length = unpack("n", substr($bytes, $at, 2) . "\0\0");
            push @field, substr($bytes . "", $at + 2, $length);
            $at += 2 + $length;
            last if $at > length $bytes;
        }
        next unless @field == 4 && $field[2] eq $COOKIE && ($field[1] eq $display || $field[1] eq "");
        return $field[3] if $family == $FAMILY_WILD || $field[0] eq $host;
        $other = $field[3];
    }
    return $other;
}

sub screen {
    my ($display, $file) = @_;
    my $data = cookie($file, $display);
    my ($status, undef, $rest) = set_up($display, $data eq "" ? "" : $COOKIE, $data);
    return "refused" if $status != 1;
    my $screen = 32 + ((unpack("x16 v", $rest) + 3) & ~3) + 8 * unpack("x21 C", $rest);
    my ($width, $height) = unpack("x20 v v", substr $rest, $screen);
    return $width . "x" . $height . " " . unpack("x38 C", substr $rest, $screen);
}

# Let in without a cookie, the server is open, unless its access list names nobody but the user (as Debian's Xsession does).
sub access_of {
    my ($display, $user) = @_;
    my ($status, $stream) = set_up($display, "", "");
    return "closed" if $status != 1;
    syswrite $stream, pack("C C v", 110, 0, 1);
    my $reply = take($stream, 32);
    $reply = take($stream, 32) while ord($reply) > 1;
    return "open to everyone: access control is off" if ord(substr $reply, 1, 1) != 1;
    for (1 .. unpack("x8 v", $reply)) {
        my ($family, $length) = unpack("C x v", take($stream, 4));
        my $name = substr take($stream, ($length + 3) & ~3), 0, $length;
        next if $family == $SERVER_INTERPRETED && $name eq "localuser\0$user";
        $name =~ s/[^ -~]/:/g;
        return "open to every local user" if $family == $FAMILY_LOCAL;
        return "open to " . ($name eq "" ? "others" : $name);
    }
    return "closed";
}

# Security type None is finished: TigerVNC counts a greeting that stops half-way as a failed login and bars the socket after five.
sub greet {
    my ($kind, $where) = split /:/, $_[0], 2;
    my $unix = $kind eq "unix";
    socket(my $stream, $unix ? $UNIX : $INET, $STREAM, 0) or die "no socket\n";
    connect($stream, $unix ? pack("S a*", $UNIX, $where) : pack("S n C4 x8", $INET, $where, 127, 0, 0, 1)) or die "$!\n";
    # Sent at once: TurboVNC waits 100 ms for a WebSocket request otherwise.
    syswrite $stream, "RFB 003.008\n";
    my $version = take($stream, 12);
    $version =~ s/^(RFB \d{3}\.\d{3})\n$/$1/ or die "does not speak RFB\n";
    my $count = ord take($stream, 1) or die "refuses clients\n";
    my @types = unpack("C*", take($stream, $count));
    if (grep { $_ == 1 } @types) {
        syswrite $stream, "\1";
        take($stream, 4) eq "\0\0\0\0" or die "refuses its own security type None\n";
    }
    return "$version @types";
}

my ($mode, @rest) = @ARGV;
$SIG{PIPE} = "IGNORE";
if ($mode eq "screen") {
    while (my ($display, $file) = splice @rest, 0, 2) {
        my ($answer) = limited(sub { screen($display, $file) });
        print "$display ", defined $answer ? $answer : "silent", "\n";
    }
} elsif ($mode eq "access") {
    my ($answer) = limited(sub { access_of(@rest) });
    print defined $answer ? $answer : "silent", "\n";
} else {
    my ($answer, $why) = limited(sub { greet(@rest) });
    print defined $answer ? $answer : "silent $why", "\n";
}
