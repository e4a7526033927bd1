# Completion of hosting-cts for bash.

_hosting_cts() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]-} options=
  local commands='run init list show doctor clean merge diff kill-matrix gtest'
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W "$commands --help --version --language" -- "$word")
    return
  fi
  case $before in
    --tier) mapfile -t COMPREPLY < <(compgen -W 'smoke standard slow' -- "$word"); return ;;
    --consent) mapfile -t COMPREPLY < <(compgen -W 'observe reversible destructive' -- "$word"); return ;;
    --language) mapfile -t COMPREPLY < <(compgen -W 'en ja' -- "$word"); return ;;
    --junit) mapfile -t COMPREPLY < <(compgen -W 'rich strict' -- "$word"); return ;;
    --format)
      [[ $command == doctor ]] && mapfile -t COMPREPLY < <(compgen -W 'text json' -- "$word") && return
      mapfile -t COMPREPLY < <(compgen -W 'text markdown html json' -- "$word")
      return
      ;;
    --out | --target | --targets | --profile | --ftp-password-file | --expect | --baseline | --server | --site)
      mapfile -t COMPREPLY < <(compgen -f -- "$word")
      return
      ;;
    --jobs | --hosts-at-once | --shard | --seed | --select | --deviation | --domain | --name | --wait | --*-login | --*-env | --*-port) return ;;
  esac
  case $command in
    run)
      options='--target --targets --hosts-at-once --quiet --profile --select --tier --consent --jobs --shard --out --allow-inconclusive --junit --expect
        --update-expectations --baseline --seed'
      ;;
    init)
      options='--domain --out --force --name --wait --ftp-login --ftp-password-env --ftp-password-file --mail-login
        --no-questions --http-port --https-port --ftp-port --smtp-port --submission-port --smtps-port --pop-port
        --pops-port --database-port'
      ;;
    list) options='--json --select' ;;
    doctor) options='--target --profile --format' ;;
    gtest) options='--target --profile' ;;
    clean) options='--target --profile --out' ;;
    merge) options='--fleet --targets --out --junit --allow-inconclusive' ;;
    diff) options='--format --out --allow-inconclusive' ;;
    kill-matrix) options='--server --site --select --deviation --thorough --jobs --out' ;;
  esac
  if [[ $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options --help" -- "$word")
  elif [[ $command == show ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$(hosting-cts list 2>/dev/null | cut -d' ' -f1)" -- "$word")
  else
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
  fi
}

complete -o filenames -F _hosting_cts hosting-cts
