package io.blink.runtime.expression.arithmetic;

import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.DoubleColumn;
import io.blink.core.function.ScalarFunction;
import io.blink.runtime.expression.kernel.Kernel;

/** Mathematical functions over DOUBLE, as java.lang.Math: what is not defined is NaN or infinite. */
final class DoubleFunctions implements Kernel {
    private static final double LN_2 = Math.log(2);

    private final ScalarFunction function;

    DoubleFunctions(ScalarFunction function) {
        this.function = function;
    }

    @Override
    public Column apply(Column[] arguments, boolean[] nulls, int rows) {
        double[] result = new double[rows];
        if (arguments.length == 2) {
            binary(values(arguments[0]), stride(arguments[0]), values(arguments[1]), stride(arguments[1]), result);
        } else {
            unary(values(arguments[0].flat()), result);
        }
        return new DoubleColumn(rows, result, nulls);
    }

    private void binary(double[] left, int leftStride, double[] right, int rightStride, double[] result) {
        for (int i = 0; i < result.length; i++) {
            double x = left[i * leftStride];
            double y = right[i * rightStride];
            result[i] = switch (function) {
                case POWER -> Math.pow(x, y);
                case ATAN2 -> Math.atan2(x, y);
                case LOG -> Math.log(y) / Math.log(x);
                case HYPOT -> Math.hypot(x, y);
                default -> throw new IllegalStateException("no function of two doubles: " + function);
            };
        }
    }

    private void unary(double[] values, double[] result) {
        switch (function) {
            case SQRT -> {
                for (int i = 0; i < result.length; i++) {
                    result[i] = Math.sqrt(values[i]);
                }
            }
            case EXP -> {
                for (int i = 0; i < result.length; i++) {
                    result[i] = Math.exp(values[i]);
                }
            }
            case LN, LOG -> {
                for (int i = 0; i < result.length; i++) {
                    result[i] = Math.log(values[i]);
                }
            }
            case LOG10 -> {
                for (int i = 0; i < result.length; i++) {
                    result[i] = Math.log10(values[i]);
                }
            }
            case LOG2 -> {
                for (int i = 0; i < result.length; i++) {
                    result[i] = Math.log(values[i]) / LN_2;
                }
            }
            case DEGREES -> {
                for (int i = 0; i < result.length; i++) {
                    result[i] = Math.toDegrees(values[i]);
                }
            }
            case RADIANS -> {
                for (int i = 0; i < result.length; i++) {
                    result[i] = Math.toRadians(values[i]);
                }
            }
            default -> trigonometry(values, result);
        }
    }

    private void trigonometry(double[] values, double[] result) {
        for (int i = 0; i < result.length; i++) {
            double x = values[i];
            result[i] = switch (function) {
                case SIN -> Math.sin(x);
                case COS -> Math.cos(x);
                case TAN -> Math.tan(x);
                case COT -> 1 / Math.tan(x);
                case ASIN -> Math.asin(x);
                case ACOS -> Math.acos(x);
                case ATAN -> Math.atan(x);
                case SINH -> Math.sinh(x);
                case COSH -> Math.cosh(x);
                case TANH -> Math.tanh(x);
                case ASINH -> inverseSinh(x);
                case ACOSH -> Math.log(x + Math.sqrt((x - 1) * (x + 1)));
                case ATANH -> 0.5 * (Math.log1p(x) - Math.log1p(-x));
                case CBRT -> Math.cbrt(x);
                case LOG1P -> Math.log1p(x);
                case EXPM1 -> Math.expm1(x);
                case RINT -> Math.rint(x);
                default -> throw new IllegalStateException("no function of a double: " + function);
            };
        }
    }

    /** Odd, and without the loss of digits that ln(x + sqrt(x^2 + 1)) has near 0. */
    private static double inverseSinh(double x) {
        double size = Math.abs(x);
        double result = size > 0x1p28
                ? Math.log(size) + LN_2
                : Math.log1p(size + size * size / (1 + Math.sqrt(size * size + 1)));
        return Math.copySign(result, x);
    }

    private static double[] values(Column column) {
        return ((DoubleColumn) (column instanceof ConstantColumn constant ? constant.value() : column)).values();
    }

    private static int stride(Column column) {
        return column instanceof ConstantColumn ? 0 : 1;
    }
}
