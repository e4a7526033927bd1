#!/usr/bin/perl
# The access counter as a customer would have written it, for ci/bench: settings, Referer, the last address, a locked
# file, a picture. One process for each visit.
use strict;
use warnings;
use Fcntl qw(:DEFAULT :flock SEEK_SET);

my $file = $ENV{COUNTER_FILE} or die "COUNTER_FILE is not set\n";
my %setting = (md => 6, st => 1);
for (split /[&|]/, $ENV{QUERY_STRING} // '') {
    my ($key, $value) = split /=/, $_, 2;
    $setting{lc $key} = $value;
}
my $digits = $setting{md} =~ /^(?:[5-9]|10)$/ ? $setting{md} : 6;
my ($referrer) = ($ENV{HTTP_REFERER} // '') =~ m{^https?://([^/:]+)}i;
my $text = '8' x 8;
if (lc($referrer // '') eq 'www.example.jp' && ($setting{df} // '') eq 'example.jp') {
    my $address = $ENV{HTTP_X_FORWARDED_FOR} || $ENV{REMOTE_ADDR};
    sysopen(my $handle, $file, O_RDWR | O_CREAT) or die "$file: $!\n";
    flock($handle, LOCK_EX) or die "$file: $!\n";
    my ($count, $last) = split /:/, <$handle> // '';
    if (!$count) {
        $count = $setting{st};
    } elsif ($address ne $last) {
        ++$count;
    }
    if ($address ne ($last // '')) {
        seek($handle, 0, SEEK_SET);
        print {$handle} "$count:$address:\n";
    }
    close($handle);
    $text = sprintf "%0${digits}d", $count;
}

# Five columns and seven rows a digit, a bit each, and a column between two.
my @shape = (
    [14, 17, 19, 21, 25, 17, 14], [4, 12, 4, 4, 4, 4, 14], [14, 17, 1, 6, 8, 16, 31], [14, 17, 1, 6, 1, 17, 14],
    [2, 6, 10, 18, 31, 2, 2], [31, 16, 30, 1, 1, 17, 14], [14, 16, 16, 30, 17, 17, 14], [31, 1, 2, 4, 8, 8, 8],
    [14, 17, 17, 14, 17, 17, 14], [14, 17, 17, 15, 1, 1, 14]);
my $width = 6 * length $text;
my $pixels = '';
for my $row (0 .. 6) {
    for my $digit (split //, $text) {
        $pixels .= join '', reverse(map { ($shape[$digit][$row] >> $_) & 1 } 0 .. 4);
        $pixels .= '0';
    }
}
# LZW that never learns: the table is cleared before its codes would become longer.
my $bits = '';
my $since_clear = 9;
for my $pixel (split //, $pixels) {
    if (++$since_clear > 2) { $bits .= unpack 'b3', chr 4; $since_clear = 1; }
    $bits .= unpack 'b3', chr $pixel;
}
my $data = pack 'b*', $bits . unpack('b3', chr 5);
my $blocks = '';
while (length $data) {
    my $block = substr $data, 0, 255, '';
    $blocks .= chr(length $block) . $block;
}
my $gif = 'GIF89a' . pack('vvCCC', $width, 7, 0x80, 0, 0) . "\x00\x00\x00\x30\xff\x60"
    . ',' . pack('vvvvC', 0, 0, $width, 7, 0) . "\x02" . $blocks . "\x00;";
print "Content-Type: image/gif\r\nCache-Control: no-store\r\n\r\n", $gif;
