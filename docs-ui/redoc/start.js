"use strict";

Redoc.init("/openapi.json", { nativeScrollbars: true }, document.getElementById("redoc"));
