#compdef hosting-refd
# Completion of hosting-refd for zsh.

_hosting_refd() {
  local curcontext=$curcontext state line
  local -a commands
  commands=(
    'serve:serve a site until SIGTERM'
    'ctl:speak to a running server'
  )
  _arguments -C '(- *)--help[tell of commands and options]' '(- *)--version[tell the version]' \
    '1:command:->command' '*::argument:->argument' && return
  case $state in
    command) _describe -t commands command commands; return ;;
  esac
  case $line[1] in
    serve)
      _arguments '--help[tell of its options]' \
        '--site[site file]:site:_files -g "*.toml(-.)"' \
        '--state[folder of everything that lasts]:folder:_files -/' \
        '--write-target[target file to write]:target:_files' \
        '--log[log of the server]:log:_files' \
        '--user[account of the files and programs]:account:_users'
      ;;
    ctl)
      _arguments '--help[tell of its options]' \
        '--state[state folder of the running server]:folder:_files -/' \
        '--json[answer for a program]' \
        '*:what to do:(status clock log access-file script disk counter account plan application letter request deviation help)'
      ;;
  esac
}

_hosting_refd "$@"
