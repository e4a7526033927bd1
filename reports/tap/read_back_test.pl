# Reads the approved reports as Perl's harness does: read_back_test.pl PASSING MIXED
use strict;
use warnings;
use TAP::Parser;

sub parsed {
    my ($file) = @_;
    my $parser = TAP::Parser->new({source => $file, merge => 0});
    $parser->run;
    die "$file: " . join("; ", $parser->parse_errors) . "\n" if $parser->parse_errors;
    return $parser;
}

my ($passing, $mixed) = map { parsed($_) } @ARGV;
die "the passing report has failures\n" if $passing->failed;
die "the passing report passes nothing\n" unless $passing->passed;
die "the mixed report has no failures\n" unless $mixed->failed;
die "the mixed report skips nothing\n" unless $mixed->skipped;
die "the mixed report has no expected failure\n" unless $mixed->todo;
die "an unexpected pass is taken for a test to do\n" if $mixed->todo_passed;
