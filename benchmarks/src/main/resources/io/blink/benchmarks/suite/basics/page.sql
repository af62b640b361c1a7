SELECT ss_sales_price, ss_item_sk, ss_ticket_number, ss_customer_sk
FROM store_sales
ORDER BY ss_sales_price, ss_item_sk, ss_ticket_number, ss_customer_sk
LIMIT 100 OFFSET ${rows}
