#!/usr/bin/perl
# An access counter with the settings of the manual: df (domain), md (digits), dd (design), st (first value), and
# display=clock or display=date. The five fonts of libgd are the five designs.
use strict;
use warnings;
use Fcntl qw(:flock :seek O_RDWR O_CREAT);
use GD;

my %our = map { $_ => 1 } qw(@DOMAIN@ www.@DOMAIN@ @ADDED@ www.@ADDED@);
my $file = '/srv/disk/counter/count';
my %design = (A => gdGiantFont, B => gdLargeFont, C => gdMediumBoldFont, D => gdSmallFont, E => gdTinyFont);

my %set;
for (split /[&|]/, ($ENV{QUERY_STRING} // '') =~ s/%7c/|/gir) {
  my ($name, $value) = split /=/, $_, 2;
  $set{$name} //= $value // '' if defined $name;
}
my $looks = exists $set{dd} ? $set{dd} : 'A';

# Text, in the design; ends the script.
sub show {
  my ($text, $status) = @_;
  my $font = $design{$looks} || $design{A};
  my $image = GD::Image->new(length($text) * $font->width, $font->height);
  $image->colorAllocate(0, 0, 0);
  $image->string($font, 0, 0, $text, $image->colorAllocate(255, 255, 255));
  my $octets = $image->png;
  binmode STDOUT;
  print "Content-Type: image/png\nCache-Control: no-store\nContent-Length: ", length($octets), "\n\n", $octets;
  exit;
}

$ENV{TZ} = 'Asia/Tokyo';
my @now = localtime;
my $display = $set{display} // 'counter';
show(sprintf '%02d:%02d', @now[2, 1]) if $display eq 'clock';
show(sprintf '%04d/%02d/%02d', $now[5] + 1900, $now[4] + 1, $now[3]) if $display eq 'date';
show('Error') if $display ne 'counter' || !$our{lc($set{df} // '')};
my $digits = $set{md} // 7;
show('Error') unless $digits =~ /^\d{1,2}\z/ && $digits >= 5 && $digits <= 10 && $design{$looks};

my ($from) = ($ENV{HTTP_REFERER} // '') =~ m{^https?://([^/?#:@]+)(?::\d+)?(?:[/?#]|\z)}i;
show('8' x $digits) unless defined $from && $our{lc $from};

# One line: the number, and who was counted last. The lock is the whole of it: nobody is lost among many.
sysopen my $book, $file, O_RDWR | O_CREAT or die "$file: $!";
flock $book, LOCK_EX or die "$file: $!";
my ($number, $last) = (<$book> // '') =~ /^(\d+) (\S+)/;
my $who = $ENV{REMOTE_ADDR};
if (!defined $number || $last ne $who) {
  $number = defined $number ? $number + 1 : ($set{st} // '') =~ /^(\d{1,9})\z/ ? $1 : 1;
  seek $book, 0, SEEK_SET;
  # Longer than what stood there, always: the file is never cut short.
  syswrite $book, sprintf("%-20s", $number) =~ s/ +\z//r . " $who\n" . ' ' x 40;
}
close $book;
show(sprintf "%0${digits}d", $number);
