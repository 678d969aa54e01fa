import type { Shadow } from "../../commands/shadow.ts";
import type { OptionValues } from "../invocation.ts";

/** What --shadow and --shadow-url ask for; undefined leaves it to the configuration. */
export function shadowOption(options: OptionValues): Shadow | undefined {
  return options.text("shadow-url") ?? (options.flag("shadow") ? true : undefined);
}
