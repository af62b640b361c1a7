SELECT count(*) AS sales, sum(ss_sales_price) AS prices, max(ss_item_sk) AS item, max(ss_ticket_number) AS ticket, min(ss_customer_sk) AS customer
FROM (
  SELECT ss_sales_price, ss_item_sk, ss_ticket_number, ss_customer_sk
  FROM store_sales
  ORDER BY ss_sales_price, ss_item_sk, ss_ticket_number, ss_customer_sk
  LIMIT ${rows}
) AS sorted
