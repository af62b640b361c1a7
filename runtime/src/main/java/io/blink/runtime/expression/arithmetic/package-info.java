/** Kernels of arithmetic and mathematical functions on integers and floating-point numbers; decimals have a package of their own. */
package io.blink.runtime.expression.arithmetic;
