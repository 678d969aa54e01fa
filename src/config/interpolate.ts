import { ConfigurationError } from "../errors/index.ts";

/** A setting as it is kept: a file's text may refer to other settings, a program's value means what it says. */
export interface Setting {
  readonly text: string;
  readonly isVerbatim: boolean;
}

/** What a `%(name)s` may refer to; names are lower-cased. */
export type SettingLookup = (name: string) => Setting | undefined;

/** As deep as Python's `configparser` goes. */
const deepestReference = 10;

/**
 * Replaces `%(name)s` by that setting's value and `%%` by a percent sign.
 *
 * @param setting what to read; a verbatim one is returned as it is
 * @param lookup finds the settings that it may refer to
 * @param where the setting's place, for messages: `alembic.ini [alembic] sqlalchemy.url`
 * @throws {ConfigurationError} for a lone `%`, an unknown name, or references without an end
 */
export function interpolate(setting: Setting, lookup: SettingLookup, where: string): string {
  return expand(setting, 1);

  function expand({ text, isVerbatim }: Setting, depth: number): string {
    if (isVerbatim || !text.includes("%")) return text;
    if (depth > deepestReference) {
      throw new ConfigurationError(
        "ALB0203",
        `${where} refers to itself, or through more than ${deepestReference} others.`,
        {
          hint: "Write the value out instead of %(name)s.",
        },
      );
    }
    return text.replace(/%(?:%|\(([^)]+)\)s|)/g, (match, name: string | undefined) => {
      if (match === "%%") return "%";
      if (name === undefined) throw lonePercent(where);
      return expand(referredTo(name), depth + 1);
    });
  }

  function referredTo(name: string): Setting {
    const found = lookup(name.toLowerCase());
    if (found !== undefined) return found;
    throw new ConfigurationError("ALB0203", `${where} refers to %(${name})s, and there is no such setting.`, {
      hint: "References are looked up in the same section, in [DEFAULT], and among here and the program's configArgs.",
    });
  }
}

function lonePercent(where: string): ConfigurationError {
  return new ConfigurationError("ALB0202", `${where} has a '%' that is neither '%%' nor '%(name)s'.`, {
    hint: "Double it: %%. In a percent-encoded password p%40ss is written p%%40ss here; config.setMainOption() takes it as it is.",
  });
}
