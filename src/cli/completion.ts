/** The shells that there is a completion for. */
export const shells = ["bash", "zsh", "fish"] as const;

export type Shell = (typeof shells)[number];

export function isShell(text: string): text is Shell {
  return shells.some((shell) => shell === text);
}

/** Called by the scripts: `alembic __complete WORD...` prints what the last word can become, one a line: `word<TAB>what it is`. */
export const completeCommand = "__complete";

const bash = `# Completion of alembic for bash.
_alembic() {
  local line="\${COMP_LINE:0:COMP_POINT}" words=() word cut found text
  read -ra words <<< "$line"
  case "$line" in *[[:space:]]) words+=("") ;; esac
  word="\${words[\${#words[@]}-1]}"
  # bash begins a new word behind these, and replaces that word alone.
  cut="\${word%"\${word##*[:=@]}"}"
  COMPREPLY=()
  while IFS=$'\\t' read -r found text; do
    COMPREPLY+=("\${found#"$cut"}\${text:+  $text}")
  done < <("\${words[0]}" ${completeCommand} "\${words[@]:1}" 2>/dev/null)
  if [ "\${#COMPREPLY[@]}" -eq 1 ]; then COMPREPLY=("\${COMPREPLY[0]%%  *}"); fi
}
complete -o default -o nosort -F _alembic alembic alembic-ts 2>/dev/null ||
  complete -o default -F _alembic alembic alembic-ts`;

const zsh = `#compdef alembic alembic-ts
# Completion of alembic for zsh.
_alembic() {
  local -a found
  local word text
  while IFS=$'\\t' read -r word text; do
    found+=("\${word//:/\\\\:}:$text")
  done < <("\${words[1]}" ${completeCommand} "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#found} )); then _describe -V alembic found; else _files; fi
}
if [ "$funcstack[1]" = "_alembic" ]; then _alembic "$@"; else compdef _alembic alembic alembic-ts; fi`;

const fish = `# Completion of alembic for fish.
function __alembic_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l found ($words[1] ${completeCommand} $words[2..-1] 2>/dev/null)
  if test (count $found) -gt 0
    printf '%s\\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c alembic -f -k -a '(__alembic_complete)'
complete -c alembic-ts -f -k -a '(__alembic_complete)'`;

/** The script that makes a shell complete the command line of alembic. */
export function completionScript(shell: Shell): string {
  return { bash, zsh, fish }[shell];
}
