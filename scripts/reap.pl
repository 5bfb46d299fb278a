# Runs a command and waits for all that it leaves behind too: what a parent does not wait for (Chromium's helpers) would
# otherwise end as a child of init, and its processor time with it. Usage: perl reap.pl COMMAND ARGUMENT...
use strict;
use warnings;
use POSIX qw(:sys_wait_h);

use constant PR_SET_CHILD_SUBREAPER => 36;
# Seconds for what is still ending when the command itself has ended.
use constant PATIENCE => 5;

my %prctl = ( x86_64 => 157, aarch64 => 167 );
my ($machine) = ( POSIX::uname() )[4];
syscall( $prctl{$machine}, PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0 ) if exists $prctl{$machine};

my $child = fork();
die "cannot fork: $!" if !defined $child;
if ( $child == 0 ) {
    exec { $ARGV[0] } @ARGV or exit 127;
}

# Ctrl-C reaches the command by itself.
$SIG{INT}  = sub { };
$SIG{TERM} = sub { kill 'TERM', $child };

my $status = 0;
while ( ( my $ended = waitpid( -1, 0 ) ) != -1 || $!{EINTR} ) {
    next if $ended != $child;
    $status = $?;
    last;
}
my $until = time() + PATIENCE;
while ( time() < $until ) {
    my $ended = waitpid( -1, WNOHANG );
    last if $ended == -1;
    select( undef, undef, undef, 0.05 ) if $ended == 0;
}
exit( WIFEXITED($status) ? WEXITSTATUS($status) : 128 + WTERMSIG($status) );
