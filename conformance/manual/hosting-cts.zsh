#compdef hosting-cts
# Completion of hosting-cts for zsh.

_hosting_cts_ids() {
  local -a ids
  ids=(${${(f)"$(hosting-cts list 2>/dev/null)"}%% *})
  ids=(${(M)ids:#*[.-]*})
  compadd -a ids
}

_hosting_cts() {
  local curcontext=$curcontext state line
  local -a commands target reports
  commands=(
    'run:judge a target and write the reports'
    'init:draft target and profile for a host'
    'diff:tell what changed between two runs'
    'merge:make one report of the parts of a run'
    'list:list scenarios, and clauses with their coverage'
    'show:tell everything about one clause or scenario'
    'doctor:find out whether a target can be judged'
    'clean:remove what a killed run left on the target'
    'kill-matrix:break the reference server in every way it knows'
    'gtest:run the scenarios as GoogleTest tests'
  )
  target=(
    '--target[target file]:target:_files -g "*.toml(-.)"'
    '--profile[profile file, or a plan]:profile:_files -g "*.toml(-.)"'
  )
  reports=(
    '--out[folder for the reports]:folder:_files -/'
    '--allow-inconclusive[exit 0 although something is inconclusive]'
    '--junit[dialect of junit.xml]:dialect:(rich strict)'
  )

  _arguments -C '(- *)--help[tell of commands and options]' '(- *)--version[tell the version]' \
    '--language[in which to speak]:language:(en ja)' \
    '1:command:->command' '*::argument:->argument' && return
  case $state in
    command) _describe -t commands command commands; return ;;
  esac
  case $line[1] in
    run)
      _arguments '--help[tell of options]' '*--target[target file]:target:_files -g "*.toml(-.)"' \
        '--targets[folder of target files]:folder:_files -/' '--profile[profile file, or a plan]:profile:_files -g "*.toml(-.)"' $reports \
        '--hosts-at-once[hosts of a fleet at a time]:number:' '--quiet[print what it came to]' \
        '*--select[only what matches]:glob:_hosting_cts_ids' \
        '--tier[this and the quicker ones]:tier:(smoke standard slow)' \
        '--consent[the most that may be done]:consent:(observe reversible destructive)' \
        '--jobs[scenarios at a time]:number:' \
        '--shard[one of N equal parts]:part:' \
        '--expect[known failures]:file:_files -g "*.toml(-.)"' \
        '--update-expectations[rewrite that file by what is found]' \
        '--baseline[an earlier run]:result:_files' \
        '--seed[makes the id of the run]:number:'
      ;;
    init)
      _arguments '--help[tell of options]' '--domain[of the customer]:domain:_hosts' '--out[folder for both files]:folder:_files -/' \
        '--force[replace files that are there]' '--name[of the target]:name:' '--wait[for all looks together]:seconds:' \
        '--ftp-login[of the contract]:login:' '--ftp-password-env[that holds the password]:variable:' \
        '--ftp-password-file[that holds the password]:file:_files' '*--mail-login[of a mail account]:login:' \
        '--no-questions[ask for no login]' '--http-port[of HTTP]:port:' '--https-port[of HTTPS]:port:' \
        '--ftp-port[of FTP]:port:' '--smtp-port[of SMTP]:port:' '--submission-port[of SMTP for customers]:port:' \
        '--smtps-port[of SMTP over TLS]:port:' '--pop-port[of POP3]:port:' '--pops-port[of POP3 over TLS]:port:' \
        '--database-port[of MySQL]:port:' '1:host:_hosts'
      ;;
    diff)
      _arguments '--help[tell of options]' '--format[of the comparison]:format:(text markdown html json)' \
        '--out[file instead of standard output]:file:_files' \
        '--allow-inconclusive[exit 0 although something is no longer judged]' '*:result:_files'
      ;;
    merge)
      _arguments '--help[tell of options]' '--fleet[parts are folders of hosts]' \
        '--targets[folder of target files]:folder:_files -/' $reports '*:part:_files'
      ;;
    list)
      _arguments '--help[tell of options]' '--json[for a program]' '*--select[only what matches]:glob:_hosting_cts_ids'
      ;;
    show) _arguments '--help[tell of options]' '1:id:_hosting_cts_ids' ;;
    doctor) _arguments '--help[tell of options]' $target '--format[for people or programs]:format:(text json)' ;;
    clean) _arguments '--help[tell of options]' $target '--out[where that run wrote its journal]:folder:_files -/' ;;
    kill-matrix)
      _arguments '--help[tell of options]' '--server[hosting-refd]:program:_files' '--site[site file]:file:_files -g "*.toml(-.)"' \
        '*--select[only these scenarios]:glob:_hosting_cts_ids' '--deviation[only these deviations]:glob:' \
        '--thorough[every scenario against every deviation]' '--jobs[servers at a time]:number:' \
        '--out[folder]:folder:_files -/'
      ;;
    gtest) _arguments '--help[tell of options]' $target '*:argument:' ;;
  esac
}

_hosting_cts "$@"
