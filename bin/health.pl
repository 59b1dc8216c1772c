# Health check of a container: exits with 0 when its Pagebeat process works. The role comes from the command line of
# process 1. The receiver, the queue monitor and the console must answer
# `/healthz`. A worker must say on its socket
# (bin/wiring/health-socket.ts) that it reaches Redis, has its heartbeat there, and that the database takes its work.
#
# It runs every 15 s in each container. Perl, which the base image holds, needs 5 ms of processor time for it; a Node
# that loads nothing needs 45 ms, more than an idle worker itself.
use strict;
use warnings;
use Socket;

my $most_seconds = 3;
my $asked = 'Pagebeat';
$SIG{ALRM} = sub { unwell("no response from $asked within $most_seconds s") };
alarm $most_seconds;

my ($role) = command_line() =~ /pagebeat(?:\.[jt]s)? (\w+)/;
$role = '' unless defined $role;
require_response($ENV{PORT} || 3000)       if $role eq 'receive';
require_response($ENV{BOARD_PORT} || 3001) if $role eq 'board';
require_response($ENV{CONSOLE_PORT} || 3002) if $role eq 'console';
require_worker()                           if $role eq 'work';
exit 0;

sub command_line {
    return $ENV{PAGEBEAT_HEALTH_OF} if defined $ENV{PAGEBEAT_HEALTH_OF};
    open my $file, '<', '/proc/1/cmdline' or unwell("cannot read /proc/1/cmdline: $!");
    local $/;
    my $line = <$file>;
    $line =~ tr/\0/ /;
    return $line;
}

sub require_response {
    my ($port) = @_;
    $asked = "port $port";
    my ($answer, $trouble) = ask(PF_INET, pack_sockaddr_in($port, INADDR_LOOPBACK),
        "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    unwell("$asked: $trouble") if defined $trouble;
    my ($status) = $answer =~ m{^HTTP/1\.1 (\d+)};
    $status = 'nothing' unless defined $status;
    unwell("/healthz answered $status") if $status ne '200';
}

# Where several workers run, one that is well is enough.
sub require_worker {
    $asked = 'the worker';
    my $folder = $ENV{TMPDIR} || $ENV{TMP} || $ENV{TEMP} || '/tmp';
    opendir my $files, $folder or unwell("cannot read $folder: $!");
    my @sockets = grep { /^pagebeat-\d+\.sock$/ } readdir $files;
    unwell('no worker runs here') unless @sockets;
    my @troubles;
    for my $socket (@sockets) {
        my ($answer, $trouble) = ask(PF_UNIX, pack_sockaddr_un("$folder/$socket"), '');
        return if !defined $trouble && $answer eq 'ok';
        push @troubles, defined $trouble ? $trouble : $answer;
    }
    unwell(join '; ', @troubles);
}

# The whole answer, or what was in its way.
sub ask {
    my ($family, $address, $question) = @_;
    socket my $socket, $family, SOCK_STREAM, 0 or return (undef, "$!");
    connect $socket, $address or return (undef, "$!");
    syswrite $socket, $question if $question ne '';
    my $answer = '';
    while (sysread $socket, my $part, 4096) { $answer .= $part }
    return ($answer, undef);
}

sub unwell {
    my ($why) = @_;
    print STDERR "$why\n";
    exit 1;
}
