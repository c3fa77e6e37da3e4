"use strict";

Redoc.init(new URL("../openapi.json", document.currentScript.src).pathname, { nativeScrollbars: true }, document.getElementById("redoc"));
