import { AlembicError } from "./base.ts";

/** A call was given something that it cannot take: a wrong type, an unknown option, a name that is not there. */
export class InvalidArgumentError extends AlembicError {}
