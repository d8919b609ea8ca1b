import { z } from 'zod';

/**
 * An email address: zod's own pattern, with the one thing it leaves out, that no label of a domain ends in a hyphen
 * (RFC 1123, 2.1).
 */
export const emailAddress = () =>
	z.email({ pattern: /^(?!\.)(?!.*\.\.)[\w'+.-]*[\w+-]@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}$/ });

/** A name or an id that becomes part of a request's path. These two can't: even percent-encoded they mean "here" and "up". */
export const pathSegment = () => z.string().refine((text) => text !== '.' && text !== '..', "can't be only dots. Check the name.");
