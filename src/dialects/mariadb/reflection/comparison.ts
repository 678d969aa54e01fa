import { MysqlComparison } from "../../mysql/reflection/comparison.ts";

/** What counts as the same on MariaDB, where it is not what MySQL says. */
export class MariadbComparison extends MysqlComparison {
  protected override generatedCheckName(_table: string, taken: ReadonlySet<string>): string {
    let number = 1;
    while (taken.has(`CONSTRAINT_${number}`)) number += 1;
    return `CONSTRAINT_${number}`;
  }
}
