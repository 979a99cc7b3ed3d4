// Formulas on peerkit's pages are MathML, so nothing is left to typeset; JupyterLab's typesetter is told so politely.
const ignore = () => {};
globalThis.MathJax = { Hub: { Config: ignore, Configured: ignore, Queue: ignore, Register: { StartupHook: ignore } } };
