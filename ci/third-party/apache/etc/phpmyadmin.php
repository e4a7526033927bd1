<?php
// Instead of /etc/phpmyadmin/config.inc.php.
$cfg['blowfish_secret'] = '0123456789abcdefghijklmnopqrstuv';
$cfg['Servers'][1]['auth_type'] = 'cookie';
$cfg['Servers'][1]['host'] = 'localhost';
$cfg['Servers'][1]['AllowRoot'] = false;
$cfg['Servers'][1]['hide_db'] = '^(information_schema|performance_schema|mysql|sys)$';
// An export in "euc-jp" says SET NAMES ujis, which an import that has been converted by then must not obey. In this
// spelling it says nothing.
$cfg['AvailableCharsets'] = ['utf-8', 'EUC-JP', 'Shift_JIS', 'ISO-2022-JP', 'iso-8859-1'];
$cfg['TempDir'] = '/tmp/phpmyadmin';
$cfg['VersionCheck'] = false;
$cfg['SendErrorReports'] = 'never';
$cfg['PmaNoRelation_DisableWarning'] = true;
