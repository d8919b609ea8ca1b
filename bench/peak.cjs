'use strict';
const { existsSync, readFileSync } = require('node:fs');

const STATUS = '/proc/self/status';

/** The most memory that this process held, in bytes. What Linux counts for `maxRSS` begins with what the parent process held. */
module.exports = function peak() {
	const [, kilobytes] = (existsSync(STATUS) && /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(STATUS, 'utf8'))) || [];
	return Number(kilobytes ?? process.resourceUsage().maxRSS) * 1024;
};
