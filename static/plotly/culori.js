// What plotly.js asks of culori, with the notations of colour that our charts write: names, #hex,
// rgb() and hsl(). All of culori registers some thirty colour spaces at every start.
import { modeHsl, modeLrgb, modeRgb, useMode } from "culori/fn";

for (const mode of [modeRgb, modeHsl, modeLrgb]) useMode(mode);

export { converter, formatHex, formatRgb, wcagContrast, wcagLuminance } from "culori/fn";
