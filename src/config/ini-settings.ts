import { interpolate, type Setting, type SettingLookup } from "./interpolate.ts";
import { defaultSection, parseIni } from "./ini.ts";

type Section = Map<string, Setting>;

/** The sections of an ini file, and what a program has set or removed in them. */
export class IniSettings {
  private readonly defaults: Section = new Map();
  private readonly sections = new Map<string, Section>();

  /**
   * @param fileName for messages; null where there is no file
   * @param text the file's content, null where there is no file
   * @param given settings that every section sees, verbatim: `here` and the program's own
   */
  constructor(
    private readonly fileName: string | null,
    text: string | null,
    given: Readonly<Record<string, string>>,
  ) {
    for (const [name, value] of Object.entries(given)) this.defaults.set(name.toLowerCase(), verbatim(value));
    if (text === null) return;
    const document = parseIni(text, fileName ?? "alembic.ini");
    copyInto(this.defaults, document.defaults);
    for (const [name, entries] of document.sections) copyInto(this.makeSection(name), entries);
  }

  get sectionNames(): readonly string[] {
    return [...this.sections.keys()];
  }

  hasSection(name: string): boolean {
    return this.sections.has(name);
  }

  get(section: string, name: string): string | undefined {
    const lookup = this.lookupIn(section);
    const key = name.toLowerCase();
    const setting = lookup(key);
    return setting === undefined ? undefined : interpolate(setting, lookup, this.place(section, key));
  }

  /** A section's settings with those of `[DEFAULT]`, or null where there is no such section. */
  entries(section: string): Record<string, string> | null {
    const own = this.sections.get(section);
    if (own === undefined) return null;
    const lookup = this.lookupIn(section);
    const merged = new Map([...this.defaults, ...own]);
    return Object.fromEntries(
      [...merged].map(([key, setting]) => [key, interpolate(setting, lookup, this.place(section, key))]),
    );
  }

  set(section: string, name: string, value: string): void {
    this.makeSection(section).set(name.toLowerCase(), verbatim(value));
  }

  remove(section: string, name: string): void {
    this.sections.get(section)?.delete(name.toLowerCase());
  }

  private makeSection(name: string): Section {
    if (name === defaultSection) return this.defaults;
    const existing = this.sections.get(name);
    if (existing !== undefined) return existing;
    const made: Section = new Map();
    this.sections.set(name, made);
    return made;
  }

  private lookupIn(section: string): SettingLookup {
    const own = this.sections.get(section);
    return (name) => own?.get(name) ?? this.defaults.get(name);
  }

  private place(section: string, name: string): string {
    return `${this.fileName === null ? "" : `${this.fileName} `}[${section}] ${name}`;
  }
}

function copyInto(section: Section, entries: ReadonlyMap<string, string>): void {
  for (const [name, text] of entries) section.set(name, { text, isVerbatim: false });
}

function verbatim(text: string): Setting {
  return { text, isVerbatim: true };
}
