// What Zapier loads: the built integration, nothing else. `npm run build` writes it.
module.exports = require('./dist/index.js').default;
