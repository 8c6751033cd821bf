// Russian for the words of the route page; what is missing stays English.
function mapRussian() {
  "use strict";

  return {
    // modes, kinds, states
    "Rail": "Железная дорога", "Road": "Автодорога", "Sea": "Море",
    "rail": "железная дорога", "road": "автодорога", "sea": "море",
    "to or from the network": "подъезд к сети", "haul": "перевозка", "border": "граница",
    "transfer": "перегрузка", "port": "порт", "sailing": "морской переход",
    "open": "открыт", "restricted": "работает с ограничениями",
    "opened for this answer": "закрыт, открыт только для этого расчёта",
    "best": "лучший", "cheapest": "самый дешёвый", "fastest": "самый быстрый",
    "least CO2e": "с наименьшими выбросами CO2e",
    "lowest CO2e": "наименьший CO2e", "shortest": "самый короткий",
    "general": "генеральный груз", "perishable": "скоропортящийся груз",
    "hazardous": "опасный груз", "oversize": "негабаритный груз", "bulk": "насыпной груз",
    // units
    "h": "ч", "days": "сут", "km": "км", "m": "м", "mm": "мм", "kg CO2e": "кг CO2e", "t CO2e": "т CO2e",
    "{} to {}": "от {} до {}", "day {}": "день {}", "{} t each": "по {} т",
    "{} estimated": "{} по оценке",
    // panel
    "to": "→", "ready {}.": "готов {}.",
    "ready {}; prices and times of {}, not of {}.": "готов {}; цены и сроки {} года, а не {}.", "Data of {}.": "Данные на {}.",
    "Map of the route": "Карта маршрута", "Itineraries": "Маршруты", "Itinerary": "Маршрут", "Itinerary {}": "Маршрут {}",
    "Itineraries (choose one)": "Маршруты (выберите)", "Scenario: {}": "Сценарий: {}",
    "Multiplied: {}": "Умножено: {}", "Own rows: {}": "Собственные строки: {}",
    "Not used, for no answer could: {}": "Не использованы, ни один ответ не мог бы: {}",
    "On estimates: {} of the cost, {} of the hours. Arrives {}.":
      "На оценках: {} стоимости, {} часов. Прибытие {}.",
    "Legs": "Участки", "Choose one for its bill.": "Выберите участок, чтобы увидеть его счёт.",
    "Enlarge the chart": "Увеличить график",
    "Time and cost over distance": "Время и стоимость по расстоянию",
    "Closed on the way": "Закрыто на пути", "Mind": "Обратите внимание",
    "Last seen in use": "Последние свидетельства движения",
    "Trains, ships, borders": "Поезда, суда, границы", "Regime": "Режим",
    "Documents": "Документы", "Sources": "Источники",
    "~ marks what rests on an estimate. Bands are low to high. CO2e well to wheel.":
      "Знаком ~ отмечено то, что основано на оценке. Диапазоны: от низкого до высокого. CO2e за полный цикл топлива.",
    "Boundaries are shown for orientation, no position is taken. Disputed lines known to the base map are dashed.":
      "Границы показаны для ориентации и не выражают никакой позиции. Спорные линии, известные подложке, нанесены пунктиром.",
    "For: ": "Для: ", "Reference: ": "Ваш номер: ",
    "Indicative: what the way is expected to cost, not a price that binds.":
      "Ориентировочно: ожидаемая стоимость пути, а не обязывающая цена.",
    "The price of the first way holds for the days of the page.":
      "Цена первого пути твёрдая на срок действия страницы.",
    "Graph {}.": "Граф {}.", "Quote {}.": "Расчёт {}.",
    "Issued {}, valid {} days, until {}.": "Выдан {}, действует {} сут, до {}.",
    // popups
    "Close": "Закрыть", "Note": "Примечание", "Item": "Статья", "low": "низк.", "high": "выс.",
    "Leg": "Участок", "rests on an estimate": "основано на оценке", "your own figure": "ваши данные",
    "outside the total": "вне итога", "Passage {}": "Проход {}",
    "Closed for {} since {}": "Закрыто ({}) с {}", "until {}": "до {}",
    "last confirmed {}, after the departure.": "последнее подтверждение {}, после отправления.",
    "last confirmed {} ({} days before departure).": "последнее подтверждение {} (за {} сут до отправления).",
    "If it were open: ": "Если бы было открыто: ", "Source: ": "Источник: ",
    "Origin": "Отправление", "Destination": "Назначение",
    // signs and controls
    "Origin: {}": "Отправление: {}", "Destination: {}": "Назначение: {}", "Port: {}": "Порт: {}",
    "Transfer: {}": "Перегрузка: {}", "Break of gauge: {}": "Смена колеи: {}",
    "Border: {}": "Граница: {}", "Border, restricted: {}": "Граница, с ограничениями: {}",
    "Border, opened for this answer: {}": "Граница, открыта для расчёта: {}", "Closed: {}": "Закрыто: {}",
    "Legend": "Легенда",
    "Border crossing": "Пункт пропуска",
    "Border, restricted": "Пункт пропуска с ограничениями",
    "Closed border, opened here": "Закрытая граница, открыта здесь", "Transfer": "Перегрузка",
    "Break of gauge": "Смена колеи", "Port": "Порт", "Closed": "Закрыто", "Names": "Названия",
    "Other itineraries": "Другие маршруты", "Border crossings": "Пункты пропуска",
    "Transfers": "Перегрузки", "Breaks of gauge": "Смены колеи", "Ports": "Порты",
    "Origin and destination": "Отправление и назначение", "Countries": "Страны",
    "Land only": "Только суша", "No base map": "Без подложки", "Zoom in": "Приблизить",
    "Zoom out": "Отдалить", "Full screen": "Во весь экран", "Leave full screen": "Выйти из полного экрана", "Layers": "Слои",
    // footnotes
    "Notes, rules and sources are as in the tables, in English; a name without a known Russian form is in Latin letters.":
      "Примечания, правила и источники даны как в таблицах, по-английски; название без известной русской формы дано латиницей.",
    // paper
    "On estimates": "На оценках", "Arrives": "Прибытие", "legs": "участки", "borders": "границы",
    "Itineraries, typical and band": "Маршруты, обычное значение и диапазон", "Start": "Начало",
    "Place": "Место", "Hours": "Часы", "Crossing": "Пункт пропуска", "Between": "Между", "Mode": "Транспорт",
    "Passage": "Проход", "Status": "Состояние", "Name": "Название", "Since": "С",
    "Last confirmed": "Последнее подтверждение", "If it were open": "Если бы было открыто",
    "{} of the cost, {} of the hours": "{} стоимости, {} часов",
    "{} ({} days before)": "{} (за {} сут)", "{} (after the departure)": "{} (после отправления)",
    "The first itinerary is drawn broad, in the colours of its modes; the others are grey.":
      "Первый маршрут нанесён широко, цветом вида транспорта; остальные серые.",
    "Print this way": "Распечатать этот маршрут", "Print the annex": "Печатать приложение",
    "of {}": "из {}", "Asked: {}": "Задано: {}",
    // strip, names, link, sheet
    "Days of the journey": "Дни пути", "Day of the journey": "День пути", "{} spent": "израсходовано {}",
    "{} days, {}: drag to follow the goods": "{} сут, {}: потяните, чтобы проследить за грузом",
    "change": "перегрузка", "since {}": "с {}", "line simplified": "линия упрощена", "Others": "Другие",
    "arrival": "прибытие", "Copy a link to this view": "Скопировать ссылку на этот вид", "Copied.": "Скопировано.",
    "Download this way": "Скачать этот маршрут", "Link": "Ссылка", "Show the map": "Показать карту", "Show more": "Показать больше",
    "regular container service": "регулярные контейнерные линии",
    "irregular container service": "нерегулярные контейнерные линии", "no container service": "без контейнерных линий",
    "others": "другие",
  };
}
