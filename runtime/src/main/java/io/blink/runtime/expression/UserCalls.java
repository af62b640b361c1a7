package io.blink.runtime.expression;

import io.blink.core.column.Column;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.function.user.FunctionErrors;
import io.blink.core.function.user.FunctionKind;
import io.blink.core.function.user.UserFunction;
import io.blink.core.spi.function.VectorizedFunction;
import io.blink.core.type.DataType;
import io.blink.runtime.expression.kernel.Kernel;
import io.blink.runtime.function.FunctionSite;
import io.blink.runtime.function.LoadedFunction;
import io.blink.runtime.function.ScalarCall;
import io.blink.runtime.function.TableCall;
import java.util.Arrays;
import java.util.List;

/** Kernels of users' functions. */
final class UserCalls {
    private UserCalls() {}

    static Kernel kernel(Call call, FunctionSite site) {
        LoadedFunction loaded = site.functions().load(UserFunction.of(call));
        List<DataType> types =
                UserFunction.arguments(call).stream().map(Expression::type).toList();
        String place = site.place(call.position());
        return switch (loaded.function().kind()) {
            case SCALAR -> rowWise(new ScalarCall(loaded, types, call.type(), place)::apply);
            case TABLE -> rowWise(new TableCall(loaded, types, call.type(), place)::apply);
            case VECTORIZED -> new Vectorized(loaded, call.type(), place);
            case AGGREGATE -> throw new IllegalArgumentException(FunctionKind.AGGREGATE + " in an expression");
        };
    }

    private interface Application {
        Column apply(Column[] columns, int rows);
    }

    private static Kernel rowWise(Application application) {
        return new Kernel() {
            @Override
            public Column apply(Column[] columns, boolean[] nulls, int rows) {
                return application.apply(columns, rows);
            }

            @Override
            public boolean vectorized() {
                return false;
            }
        };
    }

    private static final class Vectorized implements Kernel {
        private final LoadedFunction loaded;
        private final DataType type;
        private final String place;
        private final VectorizedFunction instance;
        private boolean open;

        private Vectorized(LoadedFunction loaded, DataType type, String place) {
            this.loaded = loaded;
            this.type = type;
            this.place = place;
            this.instance = (VectorizedFunction) loaded.instance();
        }

        @Override
        public Column apply(Column[] columns, boolean[] nulls, int rows) {
            if (!open) {
                open = true;
                loaded.open(instance);
            }
            if (rows == 0) {
                return new io.blink.core.column.ConstantColumn(0, LiteralColumns.nullValue(type));
            }
            Column result;
            try {
                result = instance.evaluate(
                        Arrays.stream(columns).map(Column::flat).toList(), rows);
                check(result, rows);
            } catch (RuntimeException | LinkageError | AssertionError e) {
                throw FunctionErrors.failed(
                        loaded.function(), "evaluate(" + columns.length + " columns, " + rows + " rows)", place, e);
            }
            return result;
        }

        private void check(Column result, int rows) {
            if (result == null || result.size() != rows || result.physicalType() != type.physicalType()) {
                throw new IllegalStateException("evaluate gave "
                        + (result == null ? "null" : result.size() + " values of " + result.physicalType()) + " where "
                        + rows + " of " + type.physicalType() + " are needed");
            }
        }
    }
}
