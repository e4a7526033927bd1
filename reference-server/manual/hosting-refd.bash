# Completion of hosting-refd for bash. What can be asked of a running server is what that server says.

_hosting_refd() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]-} state= options= i
  local -a asked=()
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W 'serve ctl --help --version' -- "$word")
    return
  fi
  case $before in
    --state) mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
    --site | --write-target | --log) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
    --user) mapfile -t COMPREPLY < <(compgen -u -- "$word"); return ;;
  esac
  case $command in
    serve) options='--site --state --write-target --log --user' ;;
    ctl) options='--state --json' ;;
  esac
  if [[ $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options --help" -- "$word")
    return
  fi
  [[ $command == ctl ]] || return
  for ((i = 2; i < COMP_CWORD; ++i)); do
    case ${COMP_WORDS[i]} in
      --state) state=${COMP_WORDS[++i]} ;;
      -*) ;;
      *) asked+=("${COMP_WORDS[i]}") ;;
    esac
  done
  [[ -n $state ]] || return
  if [[ "${asked[*]}" == 'deviation on' ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$(hosting-refd ctl --state "$state" deviation list 2>/dev/null | cut -d' ' -f1)" -- "$word")
    return
  fi
  # Of "  clock set TIME|SPAN   put it to a time" the words in small letters are to be typed as they are.
  mapfile -t COMPREPLY < <(compgen -W "$( (echo '  help    everything'; hosting-refd ctl --state "$state" help 2>/dev/null) |
    awk -v asked="${asked[*]}" '{
      count = split(asked, typed, " ")
      sub(/^  /, ""); sub(/  .*/, "")
      for (i = 1; i <= count; ++i) if ($i != typed[i]) next
      if ($(count + 1) ~ /^[a-z-]+$/) print $(count + 1)
    }' | sort -u)" -- "$word")
}

complete -o filenames -F _hosting_refd hosting-refd
